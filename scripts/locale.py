"""Door to scripts/catalogs.py, under the name that `make locale` and the guides use."""

import runpy
import sys

here = sys.path.pop(0)  # this folder; left there, we would stand in for the standard library's own `locale`
runpy.run_path(f"{here}/catalogs.py", run_name="__main__")
