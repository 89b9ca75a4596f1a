/* Readers of a live feed, thousands in one process: connect, upgrade, drain, count.

   readers PORT PATH COUNT KIND JITTER

   PATH has a query, so that "&after=CURSOR" can follow it.
   KIND: "normal" reads all that comes; "slow" reads 1 KiB a second; "stalled" reads nothing after the upgrade.
   JITTER: milliseconds; who was cut comes back by its cursor after a random part of it. 0: it stays away.

   Orders come on standard input, a line each: "report" prints the figures as one JSON object, "clear" sets them to
   nothing. Its end ends us.

   A change carries "~~NUMBER|TIME~~": numbers run without holes, times are nanoseconds of CLOCK_MONOTONIC. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { STEP = 50000, STEPS = 1200000 }; /* a histogram: 50 microseconds a step, up to a minute */
enum { LARGEST = 8 << 20, AT_ONCE = 100, EVENTS = 1024, SIP = 1024 };

static const uint64_t MILLISECOND = 1000000, SECOND = 1000000000, LOOK_EVERY = 5000000;

enum kind { NORMAL, SLOW, STALLED };
enum state { AWAY, CONNECTING, UPGRADING, OPEN, LOST };

struct reader {
    int fd;
    enum state state;
    uint64_t due;   /* when it comes back, or takes its next sip */
    uint64_t began; /* when it began to connect */
    uint64_t last;  /* number of the last change; 0 before the first */
    char cursor[96];
    char *part; /* of a frame that has not come whole */
    size_t kept, room;
};

struct times {
    uint32_t steps[STEPS];
    uint64_t count, most;
};

static struct {
    uint64_t messages, changes, missing, again, boards, cuts, refused, bytes;
    uint64_t first_cut, last_open;
} seen;

static struct times delivery, handshake;
static struct reader *readers;
static size_t count, open_now, opening;
static size_t at_once = AT_ONCE; /* handshakes; the first crowd is let in politely, a storm is not */
static enum kind kind;
static uint64_t jitter;
static struct sockaddr_in address;
static const char *path;
static int poller;
static char buffer[LARGEST];

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec;
}

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static void note(struct times *times, uint64_t took)
{
    uint64_t step = took / STEP;
    times->steps[step < STEPS ? step : STEPS - 1]++;
    times->count++;
    if (took > times->most)
        times->most = took;
}

static double percentile(const struct times *times, double part)
{
    uint64_t rank = (uint64_t)((double)times->count * part), below = 0;
    if (!times->count)
        return 0;
    for (size_t step = 0; step < STEPS; step++)
        if ((below += times->steps[step]) > rank)
            return ((double)step + 0.5) * STEP / 1e6;
    return (double)times->most / 1e6;
}

static void watch(struct reader *reader, uint32_t events, int how)
{
    struct epoll_event event = {.events = events, .data.u64 = (uint64_t)(reader - readers)};
    if (epoll_ctl(poller, how, reader->fd, &event))
        die("epoll_ctl");
}

static void leave(struct reader *reader, uint64_t wait)
{
    if (reader->state == OPEN)
        open_now--;
    else
        opening--;
    close(reader->fd);
    reader->kept = 0;
    reader->state = wait ? AWAY : LOST;
    reader->due = now() + (uint64_t)(drand48() * (double)wait);
}

static void cut(struct reader *reader)
{
    if (reader->state == OPEN) {
        seen.cuts++;
        if (!seen.first_cut)
            seen.first_cut = now();
        leave(reader, jitter);
    } else { /* no server there, or none that takes it now: soon again */
        seen.refused++;
        leave(reader, SECOND);
    }
}

static void come(struct reader *reader)
{
    reader->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (reader->fd < 0)
        die("socket");
    reader->began = now();
    reader->state = CONNECTING;
    opening++;
    if (connect(reader->fd, (struct sockaddr *)&address, sizeof address) && errno != EINPROGRESS) {
        cut(reader);
        return;
    }
    watch(reader, EPOLLOUT, EPOLL_CTL_ADD);
}

static void ask(struct reader *reader)
{
    char request[1024];
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(reader->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    int length = snprintf(request, sizeof request,
                          "GET %s%s%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Key: bGl2ZWZlZWQgcmVhZGVycw==\r\nSec-WebSocket-Version: 13\r\n\r\n",
                          path, *reader->cursor ? "&after=" : "", reader->cursor, ntohs(address.sin_port));
    if (error || send(reader->fd, request, (size_t)length, MSG_NOSIGNAL) != length) {
        cut(reader);
        return;
    }
    reader->state = UPGRADING;
    watch(reader, EPOLLIN, EPOLL_CTL_MOD);
}

static void take_changes(struct reader *reader, const char *text, const char *end, uint64_t at)
{
    while ((text = memmem(text, (size_t)(end - text), "~~", 2))) {
        char *rest;
        uint64_t number = strtoull(text + 2, &rest, 10);
        if (*rest == '|') {
            uint64_t sent = strtoull(rest + 1, &rest, 10);
            seen.changes++;
            note(&delivery, at > sent ? at - sent : 0);
            if (reader->last && number <= reader->last)
                seen.again++;
            else if (reader->last)
                seen.missing += number - reader->last - 1;
            if (number > reader->last)
                reader->last = number;
        }
        text = rest + 2 < end ? rest + 2 : end;
    }
}

static void take_message(struct reader *reader, const char *text, size_t size, uint64_t at)
{
    static const char key[] = "\"cursor\":\"", board[] = "\"type\":\"board\"";
    seen.messages++;
    const char *cursor = memmem(text, size, key, sizeof key - 1);
    if (cursor) {
        cursor += sizeof key - 1;
        const char *end = memchr(cursor, '"', (size_t)(text + size - cursor));
        if (end && (size_t)(end - cursor) < sizeof reader->cursor) {
            memcpy(reader->cursor, cursor, (size_t)(end - cursor));
            reader->cursor[end - cursor] = 0;
        }
    }
    if (memmem(text, size < 64 ? size : 64, board, sizeof board - 1))
        seen.boards++;
    take_changes(reader, text, text + size, at);
}

static void pong(struct reader *reader, const char *payload, size_t size)
{
    unsigned char frame[6 + 125] = {0x8a, (unsigned char)(0x80 | size)}; /* masked with zeros */
    memcpy(frame + 6, payload, size);
    if (send(reader->fd, frame, 6 + size, MSG_NOSIGNAL) < 0)
        cut(reader);
}

/* Takes the frames that are whole; gives how many bytes they had. */
static size_t take_frames(struct reader *reader, const char *bytes, size_t size, uint64_t at)
{
    size_t done = 0;
    while (reader->state == OPEN && size - done >= 2) {
        const unsigned char *head = (const unsigned char *)bytes + done;
        size_t start = head[1] == 127 ? 10 : head[1] == 126 ? 4 : 2, length = head[1];
        if (size - done < start)
            break;
        if (start > 2)
            length = 0;
        for (size_t i = 2; i < start; i++)
            length = length << 8 | head[i];
        if (length > LARGEST - 16) {
            fprintf(stderr, "a message of %zu bytes\n", length);
            exit(1);
        }
        if (size - done - start < length)
            break;
        switch (head[0] & 0x0f) {
        case 1:
            take_message(reader, bytes + done + start, length, at);
            break;
        case 8:
            cut(reader);
            break;
        case 9:
            pong(reader, bytes + done + start, length < 125 ? length : 125);
        }
        done += start + length;
    }
    return done;
}

static void keep(struct reader *reader, const char *bytes, size_t size)
{
    if (size > reader->room) {
        reader->room = size + 1024;
        reader->part = realloc(reader->part, reader->room);
        if (!reader->part)
            die("realloc");
    }
    memcpy(reader->part, bytes, size);
    reader->kept = size;
}

/* Ends the handshake where its answer is whole; gives how many bytes it had. */
static size_t upgrade(struct reader *reader, const char *bytes, size_t size, uint64_t at)
{
    const char *end = memmem(bytes, size, "\r\n\r\n", 4);
    if (!end)
        return 0;
    if (size < 12 || memcmp(bytes + 8, " 101", 4)) {
        cut(reader);
        return size;
    }
    reader->state = OPEN;
    reader->due = at + (uint64_t)(drand48() * (double)SECOND);
    opening--;
    open_now++;
    seen.last_open = at;
    note(&handshake, at - reader->began);
    if (open_now == count)
        at_once = count;
    if (kind != NORMAL)
        watch(reader, 0, EPOLL_CTL_MOD);
    return (size_t)(end + 4 - bytes);
}

static void read_some(struct reader *reader, size_t most)
{
    memcpy(buffer, reader->part, reader->kept);
    if (most > sizeof buffer - reader->kept)
        most = sizeof buffer - reader->kept;
    ssize_t got = recv(reader->fd, buffer + reader->kept, most, 0);
    if (got <= 0) {
        if (got == 0 || (errno != EAGAIN && errno != EINTR))
            cut(reader);
        return;
    }
    uint64_t at = now();
    size_t size = reader->kept + (size_t)got, done = 0;
    seen.bytes += (uint64_t)got;
    if (reader->state == UPGRADING)
        done = upgrade(reader, buffer, size, at);
    if (reader->state == OPEN)
        done += take_frames(reader, buffer + done, size - done, at);
    if (reader->state == UPGRADING || reader->state == OPEN)
        keep(reader, buffer + done, size - done);
}

static void look_around(uint64_t at)
{
    for (size_t i = 0; i < count; i++) {
        struct reader *reader = readers + i;
        if (reader->state == AWAY && reader->due <= at && opening < at_once)
            come(reader);
        else if (kind == SLOW && reader->state == OPEN && reader->due <= at) {
            reader->due += SECOND;
            read_some(reader, SIP);
        }
    }
}

static void report(void)
{
    uint64_t least = UINT64_MAX;
    for (size_t i = 0; i < count; i++)
        if (readers[i].last < least)
            least = readers[i].last;
    printf("{\"open\":%zu,\"messages\":%lu,\"changes\":%lu,\"missing\":%lu,\"again\":%lu,\"boards\":%lu,\"cuts\":%lu,"
           "\"refused\":%lu,\"bytes\":%lu,\"least\":%lu,\"p50\":%.3f,\"p99\":%.3f,\"most\":%.3f,"
           "\"handshake_p99\":%.3f,\"back\":%.3f}\n",
           open_now, seen.messages, seen.changes, seen.missing, seen.again, seen.boards, seen.cuts, seen.refused,
           seen.bytes, least, percentile(&delivery, 0.5), percentile(&delivery, 0.99), (double)delivery.most / 1e6,
           percentile(&handshake, 0.99),
           seen.first_cut && seen.last_open > seen.first_cut ? (double)(seen.last_open - seen.first_cut) / 1e9 : 0.0);
    fflush(stdout);
}

static void obey(void)
{
    char orders[256];
    ssize_t got = read(0, orders, sizeof orders - 1);
    if (got <= 0)
        exit(0);
    orders[got] = 0;
    for (char *order = strtok(orders, "\n"); order; order = strtok(NULL, "\n"))
        if (!strcmp(order, "report"))
            report();
        else if (!strcmp(order, "clear")) {
            memset(&seen, 0, sizeof seen);
            memset(&delivery, 0, sizeof delivery);
            memset(&handshake, 0, sizeof handshake);
        }
}

int main(int argc, char **argv)
{
    struct epoll_event events[EVENTS], orders = {.events = EPOLLIN, .data.u64 = UINT64_MAX};
    if (argc != 6) {
        fprintf(stderr, "readers PORT PATH COUNT normal|slow|stalled JITTER\n");
        return 2;
    }
    address.sin_family = AF_INET;
    address.sin_port = htons((uint16_t)atoi(argv[1]));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    path = argv[2];
    count = strtoul(argv[3], NULL, 10);
    kind = !strcmp(argv[4], "slow") ? SLOW : !strcmp(argv[4], "stalled") ? STALLED : NORMAL;
    jitter = strtoull(argv[5], NULL, 10) * MILLISECOND;
    readers = calloc(count, sizeof *readers);
    poller = epoll_create1(0);
    if (!readers || poller < 0 || epoll_ctl(poller, EPOLL_CTL_ADD, 0, &orders))
        die("readers");
    signal(SIGPIPE, SIG_IGN);
    for (uint64_t looked = 0;;) {
        int some = epoll_wait(poller, events, EVENTS, 5);
        for (int i = 0; i < some; i++) {
            struct reader *reader = readers + events[i].data.u64;
            if (events[i].data.u64 == UINT64_MAX)
                obey();
            else if (reader->state == CONNECTING)
                ask(reader);
            else if (events[i].events & EPOLLIN)
                read_some(reader, sizeof buffer);
            else
                cut(reader);
        }
        uint64_t at = now();
        if (at - looked >= LOOK_EVERY) {
            looked = at;
            look_around(at);
        }
    }
}
