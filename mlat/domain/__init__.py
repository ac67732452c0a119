"""Pure rules of law, clocks and requests: no files, network, framework or clock."""
