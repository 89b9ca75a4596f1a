"""How X is followed: rules made from the coverage, one stream, and a search for what a cut has cost.

Source: docs.x.com/x-api/posts/filtered-stream, /posts/search-recent-posts. Every post read costs money, so the money
is counted here, kept with the place in the stream, and when it is spent the stream stops.
"""

import contextlib
from collections.abc import Iterable
from typing import Any

import orjson

from livefeed.model.errors import PayloadError, RefusedError
from livefeed.model.times import DAY, MINUTE, iso
from livefeed.sources.line import Line, Plan, Way
from livefeed.sources.reading import items, load, table, text

__all__ = ["ENDPOINT", "queries", "ways"]

ENDPOINT = "https://api.x.com"
SILENCE = 25.0
"""Seconds: an empty line comes every twenty."""

_RULE = 512
_PAGES = 10
_RECENT = 7 * DAY
_EPOCH = 1_288_834_974_657
"""Milliseconds: ids count from here, above 22 bits of other things."""
_SEEN = 50_000
_NEARLY = 0.8
_FIELDS = [
    ("tweet.fields", "created_at,lang,entities,edit_history_tweet_ids,referenced_tweets,attachments,note_tweet,possibly_sensitive,public_metrics"),
    ("expansions", "author_id,attachments.media_keys,referenced_tweets.id,referenced_tweets.id.author_id"),
    ("user.fields", "username,name,profile_image_url,public_metrics"),
    ("media.fields", "url,preview_image_url,alt_text,type,width,height"),
]  # fmt: skip


def ways(plan: Plan) -> list[Way]:
    """Follow by the filtered stream.

    Raises:
        ValueError: there is no token, or nothing to follow.
    """
    if not plan.secrets.get("token_env"):
        raise ValueError("X lets nobody read without a token: set the variable that token_env names")
    return [Way(name="stream", follow=_Account(plan).follow)]


def queries(plan: Plan) -> list[str]:
    """Write what is followed as rules of X, each within its length."""
    terms = [f"#{tag.lstrip('#')}" for tag in plan.hashtags]
    terms += [f"from:{name}" for name in (one.strip().lstrip("@") for one in plan.accounts) if _is_handle(name)]
    ending = "" if plan.options.retweets else " -is:retweet"
    found: list[str] = []
    for term in terms:
        if found and len(found[-1]) + len(term) + len(ending) + 6 <= _RULE:
            found[-1] += f" OR {term}"
        else:
            found.append(term)
    return [f"({query}){ending}" for query in found]


def _is_handle(name: str) -> bool:
    return 0 < len(name) <= 15 and name.isascii() and name.replace("_", "a").isalnum()


class _Purse:
    """What this month has cost, by our count."""

    def __init__(self, plan: Plan, kept: str | None) -> None:
        value: dict[str, Any] = table(orjson.loads(kept)) if kept else {}
        self.since = str(value.get("since", ""))
        self._month = str(value.get("month", ""))
        self._spent = float(value.get("spent", 0.0))
        self._options = plan.options
        self._posts: dict[str, None] = {}
        self._users: set[tuple[str, str]] = set()

    def pay(self, message: dict[str, Any], now: int) -> bool:
        """Count what a payload costs; returns whether something in it is new. A person costs once a day."""
        today = iso(now)[:10]
        if today[:7] != self._month:
            self._month, self._spent = today[:7], 0.0
            self._users.clear()
        data = message.get("data")
        posts = [data] if isinstance(data, dict) else items(message, "data")
        posts = [*posts, *items(table(message, "includes"), "tweets")]
        new = [post_id for post_id in (text(post, "id") for post in posts) if post_id and post_id not in self._posts]
        people = {(today, text(user, "id")) for user in items(table(message, "includes"), "users")} - self._users
        self._spent += len(new) * self._options.price_post + len(people) * self._options.price_user
        self._posts.update(dict.fromkeys(new))
        while len(self._posts) > _SEEN:
            del self._posts[next(iter(self._posts))]
        self._users = {one for one in self._users if one[0] == today} | people
        self.since = max([self.since, *new], key=lambda one: (len(one), one))
        return bool(new)

    def check(self, line: Line) -> None:
        """Stop when the money is spent.

        Raises:
            RefusedError: it is.
        """
        budget = float(self._options.budget_usd)
        spent = self._spent if self._month == iso(line.now())[:7] else 0.0
        if spent >= budget:
            raise RefusedError(f"the month's budget of ${budget:.2f} is spent", final=True)
        line.note(f"${spent:.2f} of ${budget:.2f} are spent this month" if spent >= _NEARLY * budget else "")

    def mark(self, since: str | None = None) -> str:
        """Write what must be kept; `since` where not all up to the newest was taken in."""
        return orjson.dumps(
            {"since": since or self.since, "month": self._month, "spent": round(self._spent, 6)}
        ).decode()


class _Account:
    """One account with X."""

    def __init__(self, plan: Plan) -> None:
        self._base = plan.options.endpoint.rstrip("/")
        self._headers = {"Authorization": f"Bearer {plan.secrets['token_env']}"}
        self._tag = f"livefeed:{plan.coverage.slug}:"
        self._queries = queries(plan)

    async def follow(self, line: Line) -> None:
        """Take what the stream brings."""
        purse = _Purse(line.plan, line.mark)
        purse.check(line)
        await self._set_rules(line)
        url = f"{self._base}/2/tweets/search/stream"
        async with line.lines(url, params=_FIELDS, headers=self._headers, silence=SILENCE) as lines:
            line.live()
            await self._recover(line, purse)
            async for raw in lines:
                if raw.strip():
                    await self._take(line, purse, raw)

    async def _take(self, line: Line, purse: _Purse, raw: bytes) -> None:
        message: dict[str, Any] = {}
        with contextlib.suppress(PayloadError):
            message = table(load(raw))
        if "data" not in message and (message.get("errors") or message.get("title")):
            first = table(next(iter(items(message, "errors")), message))
            raise RefusedError(text(first, "detail") or text(first, "title") or "the stream ended")
        if purse.pay(message, line.now()) or "data" not in message:
            await line.take(raw, mark=purse.mark())
        purse.check(line)

    async def _set_rules(self, line: Line) -> None:
        """Let the rules be ours as the coverage has them; other people's stay as they are."""
        url = f"{self._base}/2/tweets/search/stream/rules"
        answer = await line.get(url, headers=self._headers)
        ours = [rule for rule in items(load(answer.body), "data") if text(rule, "tag").startswith(self._tag)]
        wanted = dict(zip(self._queries, _numbered(self._tag), strict=False))
        stale = [text(rule, "id") for rule in ours if text(rule, "value") not in wanted]
        there = {text(rule, "value") for rule in ours}
        if stale:
            await line.post(url, json={"delete": {"ids": stale}}, headers=self._headers)
        missing = [{"value": query, "tag": tag} for query, tag in wanted.items() if query not in there]
        if missing:
            await line.post(url, json={"add": missing}, headers=self._headers, expect=(200, 201))

    async def _recover(self, line: Line, purse: _Purse) -> None:
        """Search for what was posted while nobody listened; the first time, only remember when that was."""
        since = purse.since
        if not since:
            purse.since = str((line.now() - MINUTE - _EPOCH) << 22)
            await line.keep(purse.mark())
            return
        from_id = int(since) >> 22 if since.isdigit() else 0
        oldest = (line.now() - _RECENT - _EPOCH + MINUTE) if from_id else 0
        for query in self._queries:
            token = ""
            for _ in range(_PAGES):
                params = [("query", query), ("max_results", "100"), *_FIELDS]
                params += [("since_id", str(max(from_id, oldest) << 22) if oldest > from_id else since)]
                params += [("next_token", token)] if token else []
                answer = await line.get(f"{self._base}/2/tweets/search/recent", params=params, headers=self._headers)
                page = table(load(answer.body))
                if items(page, "data") and purse.pay(page, line.now()):
                    # The newest come first: until all are here, a cut goes back to where this search began.
                    await line.take(answer.body, mark=purse.mark(since))
                purse.check(line)
                token = text(table(page, "meta"), "next_token")
                if not token:
                    break
        await line.keep(purse.mark())


def _numbered(tag: str) -> Iterable[str]:
    return (f"{tag}{number}" for number in range(1, 1_000))
