/* The limit that a server is measured against: it takes sockets, and calls send() with the same bytes for each.

   sender SIZE

   Prints "Listening on http://127.0.0.1:PORT/". Upgrades whoever asks, without looking at the key.
   Orders come on standard input: "go COUNT EVERY TOGETHER" sends so many times, EVERY milliseconds apart, TOGETHER
   messages of SIZE bytes in one send() to every reader, and prints "done". Its end ends us. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { SOCKETS = 65536, HEAD = 4, EVENTS = 256 };

static int clients[SOCKETS];
static size_t clients_open;
static char is_client[SOCKETS]; /* by descriptor */
static size_t size;
static uint64_t number;

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static void send_all(int fd, const char *bytes, size_t length)
{
    while (length) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN) {
            struct pollfd full = {.fd = fd, .events = POLLOUT};
            poll(&full, 1, 1000);
        } else if (sent < 0)
            return;
        else {
            bytes += sent;
            length -= (size_t)sent;
        }
    }
}

static void write_frame(char *frame)
{
    memset(frame + HEAD, '.', size);
    frame[0] = (char)0x81;
    frame[1] = 126;
    frame[2] = (char)(size >> 8);
    frame[3] = (char)size;
    int length = snprintf(frame + HEAD, size, "{\"type\":\"changes\",\"cursor\":\"c.%lu\",\"changes\":\"~~%lu|%lu~~",
                          number + 1, number + 1, now());
    number++;
    frame[HEAD + length] = '.';
    memcpy(frame + HEAD + size - 2, "\"}", 2);
}

static void go(unsigned long times, unsigned long every, unsigned long together)
{
    size_t whole = (HEAD + size) * together;
    char *frames = malloc(whole);
    if (!frames)
        die("malloc");
    for (uint64_t due = now(), i = 0; i < times; i++, due += every * 1000000) {
        uint64_t at = now();
        if (at < due) {
            struct timespec wait = {(time_t)((due - at) / 1000000000), (long)((due - at) % 1000000000)};
            nanosleep(&wait, NULL);
        }
        for (size_t n = 0; n < together; n++)
            write_frame(frames + (HEAD + size) * n);
        for (size_t n = 0; n < clients_open; n++)
            send_all(clients[n], frames, whole);
    }
    free(frames);
    puts("done");
    fflush(stdout);
}

static void obey(void)
{
    char order[256];
    unsigned long times, every, together;
    if (!fgets(order, sizeof order, stdin))
        exit(0);
    if (sscanf(order, "go %lu %lu %lu", &times, &every, &together) == 3)
        go(times, every, together);
}

static void take(int listener, int poller)
{
    int fd;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
        if (fd >= SOCKETS || epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event))
            die("client");
    }
    if (errno != EAGAIN && errno != ECONNABORTED)
        die("accept");
}

static void hear(int fd)
{
    static const char yes[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
    char bytes[4096];
    ssize_t got = recv(fd, bytes, sizeof bytes, 0);
    if (got > 0 && !is_client[fd] && memmem(bytes, (size_t)got, "\r\n\r\n", 4)) {
        is_client[fd] = 1;
        clients[clients_open++] = fd;
        send_all(fd, yes, sizeof yes - 1);
    } else if (got <= 0) {
        for (size_t n = 0; n < clients_open; n++)
            if (clients[n] == fd)
                clients[n] = clients[--clients_open];
        is_client[fd] = 0;
        close(fd);
    }
}

int main(int argc, char **argv)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    struct epoll_event events[EVENTS], event = {.events = EPOLLIN};
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), poller = epoll_create1(0);
    size = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
    if (size < 130 || size > 65535) {
        fprintf(stderr, "sender SIZE, from 130 to 65535\n");
        return 2;
    }
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 1024))
        die("listen");
    getsockname(listener, (struct sockaddr *)&address, &length);
    event.data.fd = listener;
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
    event.data.fd = 0;
    epoll_ctl(poller, EPOLL_CTL_ADD, 0, &event);
    setvbuf(stdin, NULL, _IONBF, 0);
    printf("Listening on http://127.0.0.1:%d/\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        int some = epoll_wait(poller, events, EVENTS, -1);
        for (int i = 0; i < some; i++)
            if (events[i].data.fd == listener)
                take(listener, poller);
            else if (events[i].data.fd == 0)
                obey();
            else
                hear(events[i].data.fd);
    }
}
