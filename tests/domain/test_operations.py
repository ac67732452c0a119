"""The file of suspects, and who is in which State's share."""

from __future__ import annotations

import pytest

from mlat.domain.operations import read_suspects, shared_out
from mlat.domain.problems import Problems

HEAD = "suspect,country,kind,identifier,platform\n"


def test_a_line_is_an_account_exactly_as_received() -> None:
    (line,) = read_suspects("\ufeff" + HEAD + 'S1,MX,username,"a, b ",roblox\n\n')
    assert (line.suspect, line.country, line.kind, line.identifier) == ("S1", "MX", "username", "a, b")
    assert (line.platform, line.line) == ("roblox", 2)


def test_kind_and_platform_may_be_left_out() -> None:
    (line,) = read_suspects("identifier,country,suspect\nskydiver,BR,S1\n")
    assert (line.kind, line.platform) == ("unknown", "")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("suspect,country\nS1,MX\n", "file"),
        (HEAD, "file"),
        (HEAD + "Juan Pérez,MX,username,x,\n", "line 2, suspect"),
        (HEAD + "S1,Mexico,username,x,\n", "line 2, country"),
        (HEAD + "S1,MX,username,,\n", "line 2, identifier"),
        (HEAD + "S1,MX,nickname,x,\n", "line 2, kind"),
        (HEAD + "S1,MX,username,x,roblox,y\n", "line 2, identifier"),
        (HEAD + 'S1,MX,username,"x' + "y" * 140_000, "file"),
    ],
)
def test_a_wrong_line_is_named(text: str, where: str) -> None:
    with pytest.raises(Problems) as caught:
        read_suspects(text)
    assert [each.where for each in caught.value.found] == [where]


def test_who_is_in_two_states_is_in_both_shares() -> None:
    shares = shared_out([("S2", "B", "MX"), ("S1", "A", "MX"), ("S1", "C", "BR"), ("S1", "D", "MX")])
    assert [each.state for each in shares] == ["BR", "MX"]
    assert shares[1].suspects == (("S1", ("A", "D")), ("S2", ("B",)))
    assert shares[1].accounts == ("A", "D", "B")
