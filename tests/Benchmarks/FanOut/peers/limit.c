// The limit: what a fan-out costs when nothing is left to save. One thread, one epoll, every message framed once into a ring that all
// connections share; each connection is a cursor and is sent, in one call, all it lacks. It knows no groups, tokens or protocols, and
// of the handshake only the sample key of RFC 6455, which the load client sends.
//
//   limit PORT CONTROL_PORT      a line "P count size" on the control port publishes count messages of size bytes
//
// Message: '^', 16 hex digits of CLOCK_MONOTONIC in ns, then 'x' up to the size.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { RING = 8 << 20, MOST = 65536, EVENTS = 1024 };
enum kind { FREE, LISTENER, CONTROL_LISTENER, CONTROL, HANDSHAKE, VIEWER };

static struct { uint64_t cursor; enum kind kind; int blocked; } peers[MOST];
static int viewers[MOST], viewer_count;
static char *ring;
static uint64_t head;
static int epoll;

static void die(const char *what) { perror(what); exit(1); }

static void watch(int fd, uint32_t events, int how) {
    struct epoll_event event = { .events = events, .data.fd = fd };
    if (epoll_ctl(epoll, how, fd, &event) != 0) die("epoll_ctl");
}

static int listen_at(int port, enum kind kind) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(fd, 4096) != 0) die("listen");
    peers[fd].kind = kind;
    watch(fd, EPOLLIN, EPOLL_CTL_ADD);
    return fd;
}

static void end(int fd) {
    if (peers[fd].kind == VIEWER)
        for (int i = 0; i < viewer_count; i++)
            if (viewers[i] == fd) { viewers[i] = viewers[--viewer_count]; break; }
    peers[fd].kind = FREE;
    close(fd);
}

static void publish(int size) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    char *at = ring + head % RING, *body = at + (size < 126 ? 2 : 4);
    at[0] = (char)0x82;
    if (size < 126) at[1] = (char)size;
    else { at[1] = 126; at[2] = (char)(size >> 8); at[3] = (char)size; }
    memset(body, 'x', size);
    char mark[18];
    snprintf(mark, sizeof mark, "^%016llx", (unsigned long long)now.tv_sec * 1000000000ull + now.tv_nsec);
    memcpy(body, mark, 17);
    head += body - at + size;
}

static void flush(int fd) {
    uint64_t lacks = head - peers[fd].cursor;
    if (lacks > RING - 65536) { end(fd); return; } // the ring is about to overtake it
    ssize_t sent = send(fd, ring + peers[fd].cursor % RING, lacks, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) { end(fd); return; }
    if (sent > 0) peers[fd].cursor += sent;
    int blocked = peers[fd].cursor < head;
    if (blocked != peers[fd].blocked) watch(fd, blocked ? EPOLLIN | EPOLLOUT : EPOLLIN, EPOLL_CTL_MOD);
    peers[fd].blocked = blocked;
}

static void take(int listener, enum kind kind) {
    for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
        int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (fd >= MOST) { close(fd); continue; }
        peers[fd].kind = kind;
        peers[fd].blocked = 0;
        watch(fd, EPOLLIN, EPOLL_CTL_ADD);
    }
}

static void read_from(int fd) {
    static char buffer[65536];
    ssize_t got = recv(fd, buffer, sizeof buffer - 1, 0);
    if (got <= 0) { if (got == 0 || errno != EAGAIN) end(fd); return; }
    buffer[got] = 0;
    if (peers[fd].kind == HANDSHAKE) {
        static const char answer[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                     "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
        if (!strstr(buffer, "\r\n\r\n")) { end(fd); return; }
        if (send(fd, answer, sizeof answer - 1, MSG_NOSIGNAL) < 0) { end(fd); return; }
        peers[fd].kind = VIEWER;
        peers[fd].cursor = head;
        viewers[viewer_count++] = fd;
        return;
    }
    if (peers[fd].kind != CONTROL) return;
    // The load client sends each order in one piece, far below a segment.
    for (char *line = buffer; line && *line == 'P'; line = strchr(line, '\n'), line = line ? line + 1 : NULL) {
        int count = 0, size = 0;
        if (sscanf(line, "P %d %d", &count, &size) == 2 && size >= 17 && size < 65536)
            while (count-- > 0) publish(size);
    }
}

int main(int argc, char **argv) {
    if (argc != 3) { fprintf(stderr, "limit PORT CONTROL_PORT\n"); return 2; }
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    // The ring is mapped twice, one behind the other: what lacks is always one piece.
    int memory = memfd_create("ring", 0);
    if (memory < 0 || ftruncate(memory, RING) != 0) die("ring");
    ring = mmap(NULL, 2l * RING, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mmap(ring, RING, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, memory, 0) == MAP_FAILED) die("ring");
    if (mmap(ring + RING, RING, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, memory, 0) == MAP_FAILED) die("ring");
    epoll = epoll_create1(0);
    listen_at(atoi(argv[1]), LISTENER);
    listen_at(atoi(argv[2]), CONTROL_LISTENER);
    static struct epoll_event events[EVENTS];
    for (uint64_t flushed = 0;;) {
        int ready = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            switch (peers[fd].kind) {
                case LISTENER: take(fd, HANDSHAKE); break;
                case CONTROL_LISTENER: take(fd, CONTROL); break;
                case FREE: break;
                default:
                    if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) read_from(fd);
                    if (events[i].events & EPOLLOUT && peers[fd].kind == VIEWER) flush(fd);
            }
        }
        if (flushed == head) continue;
        flushed = head;
        for (int i = viewer_count - 1; i >= 0; i--)
            if (!peers[viewers[i]].blocked) flush(viewers[i]);
    }
}
