"""What blocks a reel, and what somebody has accepted with a reason."""

from collections.abc import Mapping, Sequence

from newsreel.documents import Finding, Script, Verdict
from newsreel.errors import BadSettings, Blocked

Acceptances = Mapping[str, str]  # a rule, and why its findings are accepted
LONGEST = 500


def acceptances(given: Sequence[str]) -> Acceptances:
    """`S2:checked with the ministry` as rule and reason."""
    found = {}
    for text in given:
        rule, _, reason = text.partition(":")
        if not rule.strip() or len(reason) > LONGEST:
            raise BadSettings(f"--accept takes a rule and a reason of up to {LONGEST} characters: --accept S2:REASON.")
        found[rule.strip()] = reason.strip()
    return found


def recorded(accepted: Acceptances) -> list[dict[str, str]]:
    """As the report keeps it."""
    return [{"rule": rule, "reason": reason} for rule, reason in accepted.items()]


def blocking(script: Script, verdict: Verdict) -> tuple[Finding, ...]:
    """The findings that stop a reel, each once."""
    return tuple(dict.fromkeys(found for found in (*script.findings, *verdict.findings) if found.blocks))


def refuse_blocking(found: Sequence[Finding], accepted: Acceptances) -> None:
    """Stop where a finding blocks that nobody has accepted."""
    left = [one for one in found if one.rule not in accepted]
    if not left:
        return
    first = left[0]
    scene = f" in scene {first.scene}" if first.scene else ""
    said = f" (\u2018{first.said[:60]}\u2019)" if first.said else ""
    more = f", and {len(left) - 1} more" if len(left) > 1 else ""
    raise Blocked(
        f"The finding {first.rule}{scene} blocks the reel: {first.message.rstrip('.')}{said}{more}; "
        f"see `newsreel check`, edit the scene in a storyboard, or accept it with --accept {first.rule}:REASON."
    )
