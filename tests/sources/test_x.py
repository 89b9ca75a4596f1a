"""X: whole posts, edits under their first id, a stream that is recovered, and money that is counted."""

import asyncio
import json

import pytest
from aiohttp import web

from livefeed.model.errors import PayloadError
from livefeed.model.frame import Frame
from livefeed.model.post import Delete
from livefeed.sources.x import X
from tests.following import follow, outage
from tests.making import NOON
from tests.peers.faults import FAULTS, FaultProxy
from tests.peers.serving import Served

EPOCH = 1_288_834_974_657


def tweet_id(number: int) -> str:
    """An id of so many seconds after noon."""
    return str((NOON + number * 1000 - EPOCH) << 22)


def tweet(number: int, text="The doors open at nine #demo", **parts) -> dict:
    """A post as the API has it."""
    return {"id": tweet_id(number), "author_id": "7", "text": text, "lang": "en"} | parts


USERS = {"users": [{"id": "7", "username": "zoe", "name": "Zoé"}, {"id": "8", "username": "ann", "name": "Ann"}]}


def parse(payload):
    """What comes of a payload."""
    return X().parse(Frame(t=NOON * 1000, stream="x:x.com", source="x", payload=json.dumps(payload)))


def test_a_line_of_the_stream_is_a_whole_post():
    urls = [
        {"url": "https://t.co/a", "expanded_url": "https://org.example/give?a=1&b=2"},
        {"url": "https://t.co/p", "expanded_url": "https://x.com/zoe/status/1/photo/1"},
    ]
    media = [{"media_key": "3_1", "type": "photo", "url": "https://pbs.example/1.jpg", "alt_text": "A door"}]
    text = "Soup &amp; bread https://t.co/a #demo https://t.co/p"
    data = tweet(1, text, entities={"urls": urls}, attachments={"media_keys": ["3_1", "3_9"]}, lang="zxx")
    (report,) = parse({"data": data, "includes": USERS | {"media": media}})
    post = report.post

    assert post.text == "Soup & bread https://org.example/give?a=1&b=2 #demo"
    assert (post.author.handle, post.author.name, post.lang) == ("@zoe", "Zoé", None)
    assert [one.description for one in post.media] == ["A door"]
    assert (post.created_at, post.url) == (NOON + 1000, f"https://x.com/zoe/status/{tweet_id(1)}")


def test_an_edit_is_the_same_post_under_its_first_id():
    (report,) = parse({"data": tweet(9, edit_history_tweet_ids=[tweet_id(1), tweet_id(9)]), "includes": USERS})

    assert (report.post.id, report.post.aliases) == (f"x:{tweet_id(1)}", (f"x:{tweet_id(9)}",))
    assert (report.post.created_at, report.post.edited_at) == (NOON + 1000, NOON + 9000)


def test_a_retweet_brings_its_original_whole():
    original = tweet(1, "A long text that a retweet would cut off #demo")
    cut = tweet(2, "RT @zoe: A long te…", author_id="8", referenced_tweets=[{"type": "retweeted", "id": tweet_id(1)}])
    put, boost = parse({"data": [cut], "includes": USERS | {"tweets": [original]}})

    assert put.post.text.startswith("A long text that")
    assert (boost.post.boost_of, boost.post.text) == (put.post.id, "")


def test_what_is_no_post_is_refused():
    assert parse({"delete": {"tweet": {"id": "5"}}}) == [Delete(id="x:5")]
    for payload in ({}, {"errors": [], "title": "ConnectionException"}, {"data": {"id": "x"}}, [], {"data": 3}):
        try:
            assert parse(payload) == []
        except PayloadError:
            continue


def test_a_real_page_parses(shared_data):
    page = json.loads((shared_data / "x_api" / "dhd2022_v2_search.json").read_text(encoding="utf-8"))
    posts = [report.post for report in parse(page)]

    assert len(posts) == len(page["data"])
    assert all(post.author.handle.startswith("@") and post.author.name for post in posts)
    assert not any("t.co/84WCDHM2As" in post.text for post in posts)


class Api(Served):
    """The parts of the API that a stream needs."""

    def __init__(self) -> None:
        super().__init__()
        self.rules = [
            {"id": "1", "value": "somebody else's", "tag": "other"},
            {"id": "2", "value": "old", "tag": "livefeed:demo:1"},
        ]
        self.posts = []
        self.beat: float | None = None
        self.searches = []
        self.page = 100
        self.breaks_off: int | None = None
        self._queues: list[asyncio.Queue] = []
        self.app.add_routes(
            [
                web.get("/2/tweets/search/stream/rules", self._rules),
                web.post("/2/tweets/search/stream/rules", self._change),
                web.get("/2/tweets/search/stream", self._stream),
                web.get("/2/tweets/search/recent", self._recent),
            ]
        )

    async def _rules(self, request):
        if request.headers.get("Authorization") != "Bearer good":
            return web.json_response({"title": "Unauthorized", "detail": "Unauthorized"}, status=401)
        return web.json_response({"data": self.rules})

    async def _change(self, request):
        asked = await request.json()
        self.rules = [rule for rule in self.rules if rule["id"] not in asked.get("delete", {}).get("ids", [])]
        self.rules += [rule | {"id": str(9 + n)} for n, rule in enumerate(asked.get("add", []))]
        return web.json_response({"meta": {}}, status=201 if "add" in asked else 200)

    async def _stream(self, request):
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"\r\n")
        queue: asyncio.Queue = asyncio.Queue()
        self._queues.append(queue)
        while True:
            try:
                async with asyncio.timeout(self.beat):
                    line = await queue.get()
            except TimeoutError:
                await response.write(b"\r\n")
                continue
            if line is None:
                break
            await response.write(json.dumps(line).encode() + b"\r\n")
        return response

    async def _recent(self, request):
        """The newest come first, a page at a time."""
        self.searches.append(request.query["query"])
        if self.breaks_off == len(self.searches):
            raise web.HTTPBadGateway
        found = [one for one in reversed(self.posts) if int(one["id"]) > int(request.query["since_id"])]
        begin = int(request.query.get("next_token", 0))
        data = found[begin : begin + self.page]
        more = {"next_token": str(begin + self.page)} if len(found) > begin + self.page else {}
        return web.json_response({"data": data, "includes": USERS, "meta": more} if data else {"meta": {}})

    def say(self, post, *, listened=True):
        """Somebody posts."""
        self.posts.append(post)
        for queue in self._queues if listened else ():
            queue.put_nowait({"data": post, "includes": {"users": USERS["users"][:1]}})

    def tell(self, line):
        """Send any line; None ends the stream."""
        for queue in self._queues:
            queue.put_nowait(line)
        if line is None:
            self._queues = []

    @property
    def listeners(self):
        """How many follow."""
        return len(self._queues)

    async def close(self):
        """Let go."""
        self.tell(None)


def toml(api, budget=50.0, token="X_TOKEN"):
    """The stream's table."""
    return f'[[stream]]\nsource = "x"\ntoken_env = "{token}"\nbudget_usd = {budget}\nendpoint = "{api.url}"\n'


async def test_rules_are_made_and_what_a_cut_cost_is_searched_for(tmp_path):
    async with Api() as api, follow(toml(api), tmp_path, environ={"X_TOKEN": "good"}, speed=20) as follower:
        await follower.until(lambda: api.listeners)
        api.say(tweet(600))
        await follower.until(lambda: len(follower.ids) == 1)
        api.tell({"errors": [{"title": "operational-disconnect", "detail": "This stream has been disconnected"}]})
        await follower.until(lambda: follower.way("stream").breaks == 1)
        api.tell(None)
        api.say(tweet(601, "The talks begin at ten #demo"), listened=False)
        await follower.until(lambda: len(follower.ids) == 2)

        assert [rule["value"] for rule in api.rules] == ["somebody else's", "(#demo) -is:retweet"]
        assert api.searches == ["(#demo) -is:retweet"]
        assert follower.running.intake.counters["seen"] == 0


async def test_a_search_that_breaks_off_between_pages_begins_again_where_it_began(tmp_path):
    """The newest page comes first: the place in the stream must not be past the pages that did not come."""
    async with Api() as api, follow(toml(api), tmp_path, environ={"X_TOKEN": "good"}, speed=20) as follower:
        api.page = 2
        await follower.until(lambda: api.listeners)
        api.say(tweet(600))
        await follower.until(lambda: len(follower.ids) == 1)
        for number in range(601, 606):
            api.say(tweet(number, f"While we were away, number {number} #demo"), listened=False)
        api.breaks_off = len(api.searches) + 2
        api.tell(None)
        await follower.until(lambda: len(follower.ids) == 6)

        assert follower.way("stream").breaks == 1
        assert len(api.searches) == 5  # a page, none, and all three


async def test_when_the_money_is_spent_the_stream_stops_and_stays_so(tmp_path):
    async with Api() as api:
        how = {"environ": {"X_TOKEN": "good"}, "speed": 20}
        async with follow(toml(api, 0.02), tmp_path, **how) as follower:
            await follower.until(lambda: api.listeners)
            for number in range(1, 9):
                api.say(tweet(number, f"The doors open at {number} #demo"))
            await follower.until(lambda: follower.way("stream").state == "stopped")

            assert "budget of $0.02 is spent" in str(follower.way("stream").problem)
            await follower.running.writer.settled()
            assert len(follower.ids) == 2  # a person (1 cent) and two posts (half a cent each)
        async with follow(toml(api, 0.02), tmp_path, **how) as follower:
            await follower.until(lambda: follower.way("stream").state == "stopped")


async def test_a_stream_without_a_word_is_taken_for_dead_and_a_wrong_token_is_said(tmp_path):
    async with Api() as api:
        async with follow(toml(api), tmp_path / "a", environ={"X_TOKEN": "good"}, speed=100) as follower:
            await follower.until(lambda: "nothing came" in str(follower.way("stream").problem))
        async with follow(toml(api), tmp_path / "b", environ={"X_TOKEN": "bad"}) as follower:
            await follower.until(lambda: "Unauthorized (401)" in str(follower.way("stream").problem))
        async with follow(toml(api), tmp_path / "c") as follower:
            assert follower.following.health == []


@pytest.mark.parametrize(("tags", "count"), [(1, 1), (30, 2), (200, 10)])
def test_rules_keep_to_their_length(tags, count):
    from livefeed.config.coverage_file import parse_coverage
    from livefeed.runtime.plans import plan_streams
    from livefeed.sources.x_follow import queries

    names = ", ".join(f'"aHashtagNumber{n:03}"' for n in range(tags))
    head = f'slug = "demo"\ntitle = "D"\nhashtags = [{names}]\n[[stream]]\nsource = "x"\ntoken_env = "T"\nbudget_usd = 1.0\n'
    ((plan, _),) = plan_streams(parse_coverage(head.encode(), "c.toml"), {"T": "t"}).plans
    found = queries(plan)

    assert all(len(query) <= 512 for query in found)
    assert len(found) == count
    assert sum(query.count("#") for query in found) == tags


async def test_through_every_fault_nothing_is_lost_or_twice(tmp_path, monkeypatch):
    monkeypatch.setattr("livefeed.runtime.network.ANSWER_SECONDS", 0.5)  # of ours, whatever the coverage's clock
    async with Api() as api, FaultProxy(api.port) as proxy:
        api.beat = 0.1
        table = toml(api).replace(api.url, f"http://127.0.0.1:{proxy.port}")
        async with follow(table, tmp_path, environ={"X_TOKEN": "good"}, speed=30) as follower:
            expected = []
            await follower.until(lambda: follower.way("stream").state == "live")
            for number, fault in enumerate(FAULTS):
                async with outage(follower, proxy, fault, "stream"):
                    api.say(tweet(600 + 2 * number, f"During the {fault} #demo"))
                    expected.append(f"x:{tweet_id(600 + 2 * number)}")
                await follower.until(lambda: follower.ids == expected)
                api.say(tweet(601 + 2 * number, f"After the {fault} #demo"))
                await follower.until(lambda: f"x:{tweet_id(601 + 2 * number)}" in follower.ids)
                api.posts.pop()
                api.tell({"delete": {"tweet": {"id": tweet_id(601 + 2 * number)}}})
                await follower.until(lambda: follower.ids == expected)

            assert follower.replayed == follower.running.hub.board.newest(1_000)
