"""Connections to the server: slow, idle, greedy and broken clients cost nobody else anything."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import socket
import threading
from collections.abc import Callable, Iterator
from ipaddress import ip_network
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from banner.standalone import connections as limits
from banner.standalone.connections import MOST_HEAD, Connections, Patience, Timed
from tests.support.waits import until

SHORT, LONG = 0.1, 60
GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
HELD = GET.replace(b" / ", b" /held ")
LARGE = 8 * 1024 * 1024

Start = Callable[..., tuple[int, Connections]]


async def hello(_: Request) -> Response:
    return PlainTextResponse("hello")


async def large(_: Request) -> Response:
    return PlainTextResponse(b"x" * LARGE)


async def read(request: Request) -> Response:
    return PlainTextResponse(f"{len(await request.body())}")


class Going(threading.Event):
    """What is held goes on once it is set; *waiting* tells how many are held."""

    waiting = 0

    async def held(self, _: Request) -> Response:
        self.waiting += 1
        await asyncio.to_thread(self.wait)
        return PlainTextResponse("hello")


@pytest.fixture
def going() -> Iterator[Going]:
    """Holds all that is asked at ``/held``."""
    one = Going()
    yield one
    one.set()


@pytest.fixture
def serve(going: Going) -> Iterator[Start]:
    """Starts a server with such connections and such patience; gives its port, and them."""
    site = Starlette(
        routes=[
            Route("/", hello),
            Route("/large", large),
            Route("/read", read, methods=["POST"]),
            Route("/held", going.held),
        ]
    )
    with contextlib.ExitStack() as stack:

        def start(head: float = LONG, request: float = LONG, idle: float = LONG, **known: Any) -> Any:
            open_ = Connections(**known)
            config = uvicorn.Config(
                site,
                http=functools.partial(Timed, open_, Patience(head, request)),  # type: ignore[arg-type]
                log_config=None,
                lifespan="off",
                ws="none",
                timeout_keep_alive=idle,  # type: ignore[arg-type]
                h11_max_incomplete_event_size=MOST_HEAD,
                timeout_graceful_shutdown=0,
            )
            server = uvicorn.Server(config)
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
            thread.start()

            def end() -> None:
                server.should_exit = True
                thread.join()

            stack.callback(end)
            return listener.getsockname()[1], open_

        yield start


@contextlib.contextmanager
def connected(port: int, *, small: bool = False) -> Iterator[socket.socket]:
    with socket.socket() as one:
        if small:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.settimeout(LONG)
        one.connect(("127.0.0.1", port))
        yield one


def answer(one: socket.socket, end: bytes = b"hello") -> bytes:
    """What comes until the *end* of an answer, or of the connection."""
    found = b""
    while not found.endswith(end):
        with contextlib.suppress(ConnectionResetError):
            if part := one.recv(65_536):
                found += part
                continue
        break
    return found


def cut_off(one: socket.socket) -> bool:
    """Send a byte each millisecond; whether the connection ends before they are many."""
    with contextlib.suppress(OSError):
        for _ in range(10_000):
            one.sendall(b"a")
            threading.Event().wait(0.001)
        return False
    return True


@pytest.mark.parametrize("sent", [b"", b"G", GET[:-2], b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 20])
@pytest.mark.fault("server-slow")
@pytest.mark.attack("slow-clients")
def test_a_head_that_does_not_come_ends_the_connection(serve: Start, sent: bytes) -> None:
    port, open_ = serve(head=SHORT)
    with connected(port) as one:
        one.sendall(sent)
        assert answer(one) == b""
    until(lambda: len(open_) == 0)


@pytest.mark.fault("server-slow")
def test_a_head_that_comes_a_byte_at_a_time_has_no_longer(serve: Start) -> None:
    port, _ = serve(head=SHORT)
    with connected(port) as one:
        assert cut_off(one)


def test_the_head_of_a_second_request_has_as_long(serve: Start) -> None:
    port, _ = serve(head=SHORT)
    with connected(port) as one:
        one.sendall(GET + GET[:9])
        assert answer(one).endswith(b"hello")
        assert answer(one) == b""


@pytest.mark.fault("server-slow")
@pytest.mark.attack("slow-clients")
def test_a_body_that_does_not_come_ends_the_connection(serve: Start) -> None:
    port, open_ = serve(request=SHORT)
    with connected(port) as one:
        one.sendall(b"POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n123")
        assert answer(one) == b""
    until(lambda: len(open_) == 0)


@pytest.mark.fault("server-slow")
@pytest.mark.attack("slow-clients")
def test_an_answer_that_nobody_takes_ends_the_connection(serve: Start) -> None:
    port, open_ = serve(head=SHORT, idle=0.05)
    with connected(port, small=True) as one:
        one.sendall(GET.replace(b" / ", b" /large "))
        until(lambda: len(open_) == 1)
        until(lambda: len(open_) == 0)


@pytest.mark.fault("server-slow")
@pytest.mark.attack("unread-answers")
def test_answers_that_nobody_takes_do_not_fill_the_memory(
    serve: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_MOST_UNSENT", LARGE)
    port, open_ = serve()
    with contextlib.ExitStack() as stack:
        all_of_them = [stack.enter_context(connected(port, small=True)) for _ in range(5)]
        for one in all_of_them:
            one.sendall(GET.replace(b" / ", b" /large "))
            until(lambda: open_.unsent)  # so that the first is the one that waits for the longest
        until(lambda: len(open_) < 5)
        assert open_.unsent <= LARGE
        assert len(answer(all_of_them[0], b"none")) < LARGE
        assert answer(all_of_them[-1], b"x" * LARGE).endswith(b"x" * LARGE)


@pytest.mark.attack("tiny-chunks")
def test_bodies_in_tiny_parts_leave_others_their_turn(serve: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    received = Timed.data_received

    def noted(self: Timed, data: bytes) -> None:
        sizes.append(len(data))
        received(self, data)

    monkeypatch.setattr(Timed, "data_received", noted)
    port, _ = serve()
    with connected(port) as one:
        post = b"POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        one.sendall(post + b"1\r\na\r\n" * 40_000 + b"0\r\n\r\n")
        assert answer(one, b"40000").endswith(b"40000")
    assert max(sizes) <= 16 * 1024


def test_a_connection_that_is_idle_is_closed(serve: Start) -> None:
    port, _ = serve(idle=SHORT)
    with connected(port) as one:
        one.sendall(GET)
        assert answer(one).endswith(b"hello")
        assert one.recv(1) == b""


def test_a_proxy_may_be_idle_for_longer_than_others(serve: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_PROXY_IDLE", LONG)
    port, open_ = serve(idle=SHORT, proxies=(ip_network("127.0.0.1"),), each=1)
    with connected(port) as one, connected(port) as other, connected(port) as third:
        for connection in (one, other, third):
            connection.sendall(GET)
            assert answer(connection).endswith(b"hello")
        assert len(open_) == 3
        one.settimeout(4 * SHORT)
        with pytest.raises(TimeoutError):
            one.recv(1)


def test_requests_that_come_in_time_are_answered_one_after_another(serve: Start) -> None:
    port, _ = serve(head=5, request=5)
    with connected(port) as one:
        for _ in range(3):
            one.sendall(GET)
            assert answer(one).endswith(b"hello")
        one.sendall(GET + GET + GET)
        text = b""
        while text.count(b"hello") < 3:
            text += answer(one)
        post = b"POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        one.sendall(post + b"3\r\nabc\r\n")
        one.sendall(b"2\r\nde\r\n0\r\n\r\n")
        assert answer(one, b"\r\n\r\n5")


def test_the_rest_of_a_body_that_nobody_wants_does_not_end_the_connection(serve: Start) -> None:
    port, _ = serve()
    with connected(port) as one:
        one.sendall(GET.replace(b"\r\n\r\n", b"\r\nContent-Length: 50000\r\n\r\n"))
        assert answer(one).endswith(b"hello")
        one.sendall(b"x" * 50_000 + GET)
        assert answer(one).endswith(b"hello")


@pytest.mark.fault("server-slow")
def test_too_many_connections_are_told_so_and_room_is_made_again(serve: Start, going: Going) -> None:
    port, open_ = serve(most=5)
    with contextlib.ExitStack() as stack:
        answered = [stack.enter_context(connected(port)) for _ in range(5)]
        for one in answered:
            one.sendall(HELD)
        until(lambda: going.waiting == 5)
        with connected(port) as one:
            assert b"503 Service Unavailable\r\nRetry-After: 5" in answer(one)
        # Those that are in are answered.
        going.set()
        assert all(answer(one).endswith(b"hello") for one in answered)
    until(lambda: len(open_) == 0)
    with connected(port) as one:
        one.sendall(GET)
        assert answer(one).endswith(b"hello")


@pytest.mark.parametrize("known", [{"most": 4}, {"each": 4}], ids=["of all", "of a client"])
@pytest.mark.fault("server-slow")
@pytest.mark.attack("slow-clients")
def test_where_there_is_no_room_the_one_goes_that_has_waited_for_the_longest(
    serve: Start, going: Going, known: dict[str, int]
) -> None:
    port, open_ = serve(**known)
    post = b"POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n123"
    with contextlib.ExitStack() as stack:
        held, silent, slow, idle = (stack.enter_context(connected(port)) for _ in range(4))
        held.sendall(HELD)
        until(lambda: going.waiting == 1)
        slow.sendall(post)
        idle.sendall(GET)
        assert answer(idle).endswith(b"hello")
        for cut in (silent, slow, idle):
            assert len(open_) == 4
            one = stack.enter_context(connected(port))
            one.sendall(HELD)
            assert answer(cut) == b""
        until(lambda: going.waiting == 4)
        # Whoever waits for the server is never the one.
        assert b"503" in answer(stack.enter_context(connected(port)))
        going.set()
        assert answer(held).endswith(b"hello")


def test_a_connection_of_a_proxy_makes_room_for_nobody(serve: Start) -> None:
    port, open_ = serve(most=2, proxies=(ip_network("127.0.0.1"),))
    with connected(port) as one, connected(port):
        until(lambda: len(open_) == 2)
        with connected(port) as third:
            assert b"503" in answer(third)
        one.sendall(GET)
        assert answer(one).endswith(b"hello")


@pytest.mark.fault("server-slow")
def test_one_client_leaves_room_for_the_others() -> None:
    open_ = Connections(most=100, each=3)
    names = [open_.enter(f"2001:db8::{n}") for n in range(5)]

    assert names[3:] == [None, None]
    assert open_.enter("2001:db8:0:1::1")
    assert len(open_) == 4
    for name in names[:3]:
        assert name
        open_.leave(name)
    assert open_.enter("2001:db8::9")
    assert len(open_) == 2


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nHost: a\r\nCookie: " + b"x" * (2 * MOST_HEAD),
        b"GET /" + b"x" * (2 * MOST_HEAD),
        b"GET / HTTP/1.1\r\nHost: a\r\n" + b"A: b\r\n" * MOST_HEAD,
        b"POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;" + b"x" * (2 * MOST_HEAD),
        b"\x16\x03\x01 hello in another protocol\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked, x\r\n\r\n",
    ],
)
def test_a_head_that_is_too_long_or_none_is_refused(serve: Start, head: bytes) -> None:
    port, open_ = serve()
    with connected(port) as one:
        with contextlib.suppress(OSError):
            one.sendall(head)
        assert answer(one)[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 501", b"HTTP/1.1 500", b"")
    until(lambda: len(open_) == 0)


@pytest.mark.attack("few-files")
def test_there_is_room_for_all_other_files_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    for soft, most, at_once in (
        (1024, 640, 128),
        (256, 85, 32),
        (60, 20, 7),
        (100_000, 1000, 128),
        (resource.RLIM_INFINITY, 1000, 128),
    ):
        monkeypatch.setattr(resource, "getrlimit", lambda _, soft=soft: (soft, soft))
        assert (limits.room(), limits.backlog()) == (most, at_once)
