// The load client: N WebSocket clients and the publisher in one thread on one epoll, cheap enough not to be what is measured.
//
//   load PORT CLIENTS REQUEST HELLO READY      REQUEST and HELLO in hex: the handshake, and what is sent behind it (may be "-");
//                                              READY: how many frames a client gets before it counts as connected
//
// Orders on stdin, one line each, answered by one line of JSON on stdout:
//   publisher PORT HELLO                             connects the publisher; HELLO in hex or "-"; waits for an answer when there is one
//   control | template                               how it publishes: lines "P count size", or PREFIX message SUFFIX
//   run SECONDS RATE SIZE WINDOW PREFIX SUFFIX       RATE 0 is as fast as WINDOW allows: messages that may be under way to a client
//   mute N                                           N clients stop reading; 0: all read again
//   quit
//
// Message: '^', 16 hex digits of CLOCK_MONOTONIC in ns, then 'x' up to the size. A '^' occurs nowhere else in a payload.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 65536, EVENTS = 512, BUFFER = 256 << 10, BUCKETS = 64 * 32 };
enum state { GONE, CONNECTING, UPGRADING, OPEN };

// How far a client is in a frame, and in a message's time.
struct client {
    enum state state;
    uint8_t header[10], header_length, digits, matched, ping[125], ping_length, muted;
    uint32_t frames;
    uint64_t payload, time;
};

static struct client clients[MOST];
static int order[MOST], wanted, made, open_clients, ready_clients, ready_after, lost, muted;
static char *request, *hello, buffer[BUFFER];
static size_t request_length, hello_length;
static struct sockaddr_in server = { .sin_family = AF_INET };
static int epoll, publisher = -1, timer;
static int by_control;
static char *unsent;
static size_t unsent_length, unsent_room;
static uint64_t delivered, bytes, published, held, base_delivered, histogram[BUCKETS];
static int connecting;

static uint64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000ull + now.tv_nsec;
}

static void die(const char *what) { perror(what); exit(1); }

static char *unhex(const char *text, size_t *length) {
    if (strcmp(text, "-") == 0) { *length = 0; return ""; }
    *length = strlen(text) / 2;
    char *to = malloc(*length + 1);
    for (size_t i = 0; i < *length; i++) { unsigned value; sscanf(text + 2 * i, "%2x", &value); to[i] = (char)value; }
    return to;
}

static void watch(int fd, uint32_t events, int how) {
    struct epoll_event event = { .events = events, .data.fd = fd };
    if (epoll_ctl(epoll, how, fd, &event) != 0) die("epoll_ctl");
}

static void abort_connection(int fd) {
    struct linger hard = { 1, 0 }; // a reset leaves no TIME_WAIT behind for the next server
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close(fd);
}

static void lose(int fd) {
    if (clients[fd].state == OPEN) open_clients--;
    else connecting--;
    lost++;
    if (clients[fd].muted) muted--;
    clients[fd].state = GONE;
    abort_connection(fd);
}

static void connect_one(void) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    if (fd < 0 || fd >= MOST) die("socket (raise the limit of open files: ulimit -n)");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(fd, (struct sockaddr *)&server, sizeof server) != 0 && errno != EINPROGRESS) die("connect");
    clients[fd] = (struct client){ .state = CONNECTING };
    order[made++] = fd;
    connecting++;
    watch(fd, EPOLLOUT, EPOLL_CTL_ADD);
}

static void arrived(uint64_t sent) {
    uint64_t late = now_ns() - sent;
    if (late == 0 || late > 1ull << 62) late = 1;
    int power = 63 - __builtin_clzll(late);
    int index = power < 5 ? (int)late : (power - 4) * 32 + (int)((late >> (power - 5)) & 31);
    histogram[index]++;
    delivered++;
}

static uint64_t bucket_value(int index) {
    return index < 64 ? (uint64_t)index : (32ull + index % 32) << (index / 32 - 1);
}

static void pong(int fd, struct client *c) {
    char frame[131] = { (char)0x8a, (char)(0x80 | c->ping_length), 0, 0, 0, 0 };
    memcpy(frame + 6, c->ping, c->ping_length);
    if (send(fd, frame, 6 + c->ping_length, MSG_NOSIGNAL) < 0 && errno != EAGAIN) lose(fd);
}

static void scan(struct client *c, const char *at, size_t length) {
    while (length > 0) {
        if (c->digits == 0) {
            const char *mark = memchr(at, '^', length);
            if (!mark) return;
            length -= mark + 1 - at;
            at = mark + 1;
            c->digits = 16;
            c->time = 0;
        }
        for (; c->digits > 0 && length > 0; at++, length--, c->digits--)
            c->time = c->time << 4 | (uint64_t)(*at <= '9' ? *at - '0' : *at - 'a' + 10);
        if (c->digits == 0) arrived(c->time);
    }
}

static void frames(int fd, struct client *c, const char *at, size_t length) {
    while (length > 0 && c->state == OPEN) {
        if (c->payload == 0) {
            c->header[c->header_length++] = (uint8_t)*at++;
            length--;
            if (c->header_length < 2) continue;
            int small = c->header[1] & 127, needs = small == 126 ? 4 : small == 127 ? 10 : 2;
            if (c->header_length < needs) continue;
            c->payload = small;
            if (small > 125) { c->payload = 0; for (int i = 2; i < needs; i++) c->payload = c->payload << 8 | c->header[i]; }
            c->header_length = 0;
            c->ping_length = 0;
            c->digits = 0;
            if ((c->header[0] & 15) == 8) { lose(fd); return; }
        }
        size_t piece = length < c->payload ? length : c->payload;
        int opcode = c->header[0] & 15;
        if (opcode == 9) { memcpy(c->ping + c->ping_length, at, piece); c->ping_length += piece; }
        else if (opcode < 8) scan(c, at, piece);
        at += piece;
        length -= piece;
        c->payload -= piece;
        if (c->payload > 0) continue;
        if (opcode == 9) pong(fd, c);
        else if (opcode < 8 && ++c->frames == (uint32_t)ready_after) ready_clients++;
    }
}

static void client_event(int fd, uint32_t events) {
    struct client *c = &clients[fd];
    if (c->state == GONE) return;
    if (c->state == CONNECTING) {
        if (send(fd, request, request_length, MSG_NOSIGNAL) != (ssize_t)request_length) { lose(fd); return; }
        c->state = UPGRADING;
        watch(fd, EPOLLIN, EPOLL_CTL_MOD);
        return;
    }
    if (!(events & (EPOLLIN | EPOLLHUP | EPOLLERR))) return;
    ssize_t got = recv(fd, buffer, BUFFER, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) { lose(fd); return; }
    bytes += got;
    char *at = buffer;
    if (c->state == UPGRADING) {
        // The answer's head comes in one piece from every server here.
        char *body = memmem(at, got, "\r\n\r\n", 4);
        if (!body || memcmp(at, "HTTP/1.1 101", 12) != 0) {
            fprintf(stderr, "refused: %.*s\n", (int)(got < 300 ? got : 300), at);
            lose(fd);
            return;
        }
        if (hello_length > 0 && send(fd, hello, hello_length, MSG_NOSIGNAL) < 0) { lose(fd); return; }
        c->state = OPEN;
        open_clients++;
        connecting--;
        if (ready_after == 0) ready_clients++;
        got -= body + 4 - at;
        at = body + 4;
    }
    frames(fd, c, at, got);
}

static void push(const char *data, size_t length) {
    if (unsent_length + length > unsent_room) unsent = realloc(unsent, unsent_room = (unsent_length + length) * 2);
    memcpy(unsent + unsent_length, data, length);
    unsent_length += length;
}

static void flush_publisher(void) {
    if (unsent_length == 0) return;
    ssize_t sent = send(publisher, unsent, unsent_length, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN) die("publisher");
    if (sent > 0) { memmove(unsent, unsent + sent, unsent_length - sent); unsent_length -= sent; }
    watch(publisher, unsent_length > 0 ? EPOLLIN | EPOLLOUT : EPOLLIN, EPOLL_CTL_MOD);
}

static void publish(int count, int size, const char *prefix, size_t prefix_length, const char *suffix, size_t suffix_length) {
    static char message[65536];
    published += count;
    if (by_control) {
        char line[64];
        push(line, snprintf(line, sizeof line, "P %d %d\n", count, size));
    } else {
        memset(message, 'x', size);
        for (int i = 0; i < count; i++) {
            char mark[18];
            snprintf(mark, sizeof mark, "^%016llx", (unsigned long long)now_ns());
            memcpy(message, mark, 17);
            push(prefix, prefix_length);
            push(message, size);
            push(suffix, suffix_length);
        }
    }
    flush_publisher();
}

// One turn of the loop; true when the timer rang.
static int turn(int milliseconds) {
    static struct epoll_event events[EVENTS];
    int rang = 0, ready = epoll_wait(epoll, events, EVENTS, milliseconds);
    for (int i = 0; i < ready; i++) {
        int fd = events[i].data.fd;
        if (fd == timer) { uint64_t times; if (read(timer, &times, sizeof times) == sizeof times) rang += (int)times; }
        else if (fd == publisher) {
            if (events[i].events & EPOLLIN) {
                static char answers[65536];
                ssize_t got = recv(publisher, answers, sizeof answers - 1, MSG_DONTWAIT);
                if (got == 0) { fprintf(stderr, "the server hung up on the publisher\n"); exit(1); }
                if (got > 12 && memcmp(answers, "HTTP/1.1 4", 10) == 0) { answers[got] = 0; fprintf(stderr, "publish refused: %s\n", answers); exit(1); }
            }
            flush_publisher();
        } else client_event(fd, events[i].events);
    }
    return rang;
}

static uint64_t outstanding(void) {
    int reading = open_clients - muted;
    if (reading < 1) return 0;
    int64_t due = (int64_t)(published * reading) - (int64_t)(delivered - base_delivered);
    return due < 0 ? 0 : (uint64_t)due / reading;
}

static double percentile(double share) {
    uint64_t all = 0, seen = 0;
    for (int i = 0; i < BUCKETS; i++) all += histogram[i];
    for (int i = 0; i < BUCKETS; i++)
        if ((seen += histogram[i]) > 0 && (double)seen >= share * (double)all) return (double)bucket_value(i) / 1e6;
    return 0;
}

static void settle(double seconds) {
    uint64_t until = now_ns() + (uint64_t)(seconds * 1e9);
    while (outstanding() > 0 && now_ns() < until) turn(1);
    published = 0;
    base_delivered = delivered;
}

static void run(double seconds, int rate, int size, int window, const char *prefix, size_t prefix_length, const char *suffix, size_t suffix_length) {
    // Proves that everybody is subscribed, and begins with nothing under way.
    settle(5);
    uint64_t before = delivered;
    publish(1, size, prefix, prefix_length, suffix, suffix_length);
    uint64_t until = now_ns() + 10000000000ull;
    while (delivered - before < (uint64_t)(open_clients - muted) && now_ns() < until) turn(10);
    uint64_t heard = delivered - before;
    settle(0);
    struct itimerspec every = { 0 };
    if (rate > 0) every.it_value.tv_nsec = every.it_interval.tv_nsec = rate == 1 ? 999999999 : 1000000000 / rate;
    timerfd_settime(timer, 0, &every, NULL);
    uint64_t start = now_ns(), warm = start + (uint64_t)(seconds * 0.25e9), stop = warm + (uint64_t)(seconds * 1e9), measured = 0, at = start, counted = 0, sent = 0;
    while (at < stop) {
        int rang = turn(100);
        uint64_t due = outstanding();
        if (rate > 0) {
            for (; rang > 0; rang--) {
                if (outstanding() >= (uint64_t)window) held++;
                else publish(1, size, prefix, prefix_length, suffix, suffix_length);
            }
        } else if (due <= (uint64_t)window / 2) publish(window - (int)due, size, prefix, prefix_length, suffix, suffix_length);
        at = now_ns();
        if (!measured && at >= warm) {
            memset(histogram, 0, sizeof histogram);
            measured = at;
            counted = delivered;
            sent = published;
            held = 0;
            printf("{\"started\":true}\n");
            fflush(stdout);
        }
    }
    double took = (double)(at - measured) / 1e9;
    printf("{\"seconds\":%.3f,\"delivered\":%llu,\"published\":%llu,\"held\":%llu,\"p50\":%.3f,\"p99\":%.3f,\"heard\":%llu,\"open\":%d,\"lost\":%d}\n", took,
        (unsigned long long)(delivered - counted), (unsigned long long)(published - sent), (unsigned long long)held, percentile(0.5), percentile(0.99),
        (unsigned long long)heard, open_clients, lost);
    fflush(stdout);
    memset(&every, 0, sizeof every);
    timerfd_settime(timer, 0, &every, NULL);
    settle(10);
}

static void attach_publisher(int port, char *first, size_t length) {
    struct sockaddr_in to = server;
    to.sin_port = htons(port);
    int on = 1;
    publisher = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(publisher, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(publisher, (struct sockaddr *)&to, sizeof to) != 0) die("publisher");
    if (length > 0) {
        struct timeval patience = { 5, 0 };
        setsockopt(publisher, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        if (send(publisher, first, length, MSG_NOSIGNAL) < 0 || recv(publisher, buffer, BUFFER, 0) <= 0) die("publisher's greeting");
    }
    watch(publisher, EPOLLIN, EPOLL_CTL_ADD);
}

static void mute(int count) {
    for (int i = 0, left = count; i < made; i++) {
        struct client *c = &clients[order[i]];
        if (c->state != OPEN) continue;
        int silent = left-- > 0;
        if (silent == c->muted) continue;
        c->muted = silent;
        muted += silent ? 1 : -1;
        watch(order[i], silent ? 0 : EPOLLIN, EPOLL_CTL_MOD);
    }
}

int main(int argc, char **argv) {
    if (argc != 6) { fprintf(stderr, "load PORT CLIENTS REQUEST HELLO READY\n"); return 2; }
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    server.sin_port = htons(atoi(argv[1]));
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    wanted = atoi(argv[2]);
    request = unhex(argv[3], &request_length);
    hello = unhex(argv[4], &hello_length);
    ready_after = atoi(argv[5]);
    epoll = epoll_create1(0);
    timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    watch(timer, EPOLLIN, EPOLL_CTL_ADD);
    uint64_t began = now_ns();
    // At most so many handshakes at once: a listen queue has an end.
    while (ready_clients + lost < wanted && now_ns() - began < 60000000000ull) {
        while (made < wanted && connecting < 256) connect_one();
        turn(100);
    }
    printf("{\"open\":%d,\"lost\":%d,\"seconds\":%.2f}\n", open_clients, lost, (double)(now_ns() - began) / 1e9);
    fflush(stdout);
    static char line[65536];
    size_t filled = 0;
    watch(0, EPOLLIN, EPOLL_CTL_ADD);
    for (;;) {
        // Orders are read when there are any; pings are answered meanwhile.
        struct epoll_event events[EVENTS];
        int ready = epoll_wait(epoll, events, EVENTS, -1), asked = 0;
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            if (fd == 0) asked = 1;
            else if (fd == publisher) { if (recv(publisher, buffer, BUFFER, MSG_DONTWAIT) == 0) { fprintf(stderr, "the server hung up on the publisher\n"); return 1; } flush_publisher(); }
            else if (fd != timer) client_event(fd, events[i].events);
        }
        if (!asked) continue;
        ssize_t got = read(0, line + filled, sizeof line - 1 - filled);
        if (got <= 0) break;
        line[filled += got] = 0;
        if (!strchr(line, '\n')) continue;
        filled = 0;
        char prefix[32768], suffix[256];
        int port, rate, size, window, count;
        double seconds;
        if (strncmp(line, "quit", 4) == 0) break;
        if (strncmp(line, "control", 7) == 0) by_control = 1;
        else if (strncmp(line, "template", 8) == 0) by_control = 0;
        else if (sscanf(line, "publisher %d %32767s", &port, prefix) == 2) {
            size_t length;
            char *first = unhex(prefix, &length);
            attach_publisher(port, first, length);
        } else if (sscanf(line, "mute %d", &count) == 1) mute(count);
        else if (sscanf(line, "run %lf %d %d %d %32767s %255s", &seconds, &rate, &size, &window, prefix, suffix) == 6) {
            size_t prefix_length, suffix_length;
            char *before = unhex(prefix, &prefix_length), *after = unhex(suffix, &suffix_length);
            run(seconds, rate, size, window, before, prefix_length, after, suffix_length);
            continue;
        }
        printf("{\"done\":true}\n");
        fflush(stdout);
    }
    for (int i = 0; i < made; i++)
        if (clients[order[i]].state != GONE) abort_connection(order[i]);
    return 0;
}
