"""Who says what: finds an author for each line, on the right network, and knows who is on two networks."""

import re
from dataclasses import replace
from random import Random

from replay_data.generator.earthquake_cast import BLUESKY, COURIER, crowd, form_person, leads, spammers
from replay_data.generator.earthquake_script import Line
from replay_data.generator.earthquake_waves import SPAM_NAMES
from replay_data.generator.scene import Scene
from replay_data.generator.wire import Account

__all__ = ["Company"]

_MENTION = re.compile(r"@(\w+)")
_REST = 240_000
"""Nobody in the crowd writes twice within four minutes."""


class Company:
    """The people of a scene, and how much each has said."""

    def __init__(self, scene: Scene, rng: Random) -> None:
        self.scene = scene
        self.random = rng
        self.leads = leads()
        self.crowd = crowd(rng)
        self.count: dict[str, int] = {}
        self.last: dict[str, int] = {}
        self.forms = 0
        scene.add(*self.leads.values())
        for people in self.crowd.values():
            scene.add(*people)
        spam = spammers(SPAM_NAMES)
        scene.add(*spam)
        self.spam = [account.key for account in spam]
        self.neighbours = [a for name, people in self.crowd.items() if not name.startswith("de") for a in people]

    def speaker(self, line: Line, at: int, needs: str) -> str:
        """Find the author of a line: named, the same as of another, or somebody of the crowd."""
        target = self.scene.drafts.get(line.answers or line.reply)
        network = target.account.network if target is not None else ""
        if line.same_as:
            return self.scene.drafts[line.same_as].account.key
        if line.author:
            return self.also_on(line.author, network) if line.answers or line.reply else line.author
        if line.where == "form":
            self.forms += 1
            account = form_person(self.random, self.forms, line.lang)
            self.scene.add(account)
            return account.key
        pool = f"{line.lang}-{line.where}"
        if pool not in self.crowd:
            pool = f"{line.lang}-far"
        avoid = target.account.key if target is not None else ""
        return self.stranger(pool, at, network, needs=needs, avoid=avoid)

    def stranger(self, pool: str, at: int, network: str = "", *, needs: str = "", avoid: str = "") -> str:
        """Take somebody of the crowd who has said little and not just now."""
        people = [
            a
            for a in self.crowd[pool]
            if network in {"", a.network} and not (needs == "no nostr" and a.network == "nostr") and a.key != avoid
        ]
        if not people:
            people = [a for a in self.crowd[pool] if a.key != avoid]
        rested = [a for a in people if at - self.last.get(a.key, 0) > _REST] or people
        least = min(self.count.get(a.key, 0) for a in rested)
        account = self.random.choice([a for a in rested if self.count.get(a.key, 0) <= least])
        self.count[account.key] = self.count.get(account.key, 0) + 1
        self.last[account.key] = at
        return account.key

    def booster(self, network: str, key: str, at: int) -> str:
        """Take somebody who passes posts on; some do it often."""
        people = [a for a in self.neighbours if a.network == network]
        weights = [1.0 + 6.0 * (int(a.key.lstrip("crowdfa-ejkhtns") or 0) % 9 == 0) for a in people]
        for _ in range(8):
            account = self.random.choices(people, weights)[0]
            if (
                at - self.last.get(f"{account.key} boost", 0) > 20_000
                and f"boost-{key}-{account.key}" not in self.scene.drafts
            ):
                self.last[f"{account.key} boost"] = at
                return account.key
        return ""

    def also_on(self, lead: str, network: str) -> str:
        """Give a person's account on a network, the first one where that is asked for."""
        account = self.leads.get(lead)
        if account is None or network in {"", account.network, "post", "feed"}:
            return lead
        key = f"{lead}.{network[0]}"
        if key not in self.scene.accounts:
            host = {"mastodon": COURIER, "bluesky": BLUESKY, "nostr": "phare.example"}[network]
            user = account.user.replace("_", "-") if network == "bluesky" else account.user.replace("-", "_")
            followers = account.followers // 2 + 12
            self.scene.add(replace(account, key=key, network=network, host=host, user=user, followers=followers))
        return key

    def mentions(self, text: str, who: str) -> str:
        """Turn `@name` into a true mention where that person has an account on the speaker's network."""
        network = self.scene.who(who).network

        def swap(found: re.Match[str]) -> str:
            named: Account | None = self.leads.get(found[1])
            if named is None or network == "post":
                return found[0]
            return f"@[{self.also_on(found[1], network)}]"

        return _MENTION.sub(swap, text)
