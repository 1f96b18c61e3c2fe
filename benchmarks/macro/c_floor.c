/*
 * The least a uwsgi server can do: threads that block in accept(2) on a unix socket, read
 * one packet, answer with a constant and close. What nginx reaches in front of this is the
 * most it can reach in front of anything.
 *
 * c_floor PATH THREADS BACKLOG
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { HEADER = 4, LARGEST = HEADER + 65535 };

static const char answer[] = "HTTP/1.1 200 OK\r\n"
	"Content-Type: text/plain;charset=UTF-8\r\n"
	"Content-Length: 5\r\n"
	"\r\n"
	"Hello";

static int listener;

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

/* Reads the header and as many bytes of variables as it announces. */
static int read_packet(int connection, unsigned char *buffer)
{
	size_t length = 0, needed = HEADER;
	while (length < needed) {
		ssize_t count = recv(connection, buffer + length, LARGEST - length, 0);
		if (count <= 0)
			return 0;
		length += (size_t) count;
		if (length >= HEADER)
			needed = HEADER + buffer[1] + 256u * buffer[2];
	}
	return 1;
}

static void *serve(void *unused)
{
	unsigned char *buffer = malloc(LARGEST);
	if (buffer == NULL)
		fail("malloc");
	for (;;) {
		int connection = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		if (connection < 0) {
			if (errno == EINTR || errno == ECONNABORTED)
				continue;
			fail("accept4");
		}
		if (read_packet(connection, buffer))
			send(connection, answer, sizeof(answer) - 1, MSG_NOSIGNAL);
		close(connection);
	}
	return unused;
}

static void open_listener(const char *path, int backlog)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof(address.sun_path)) {
		fprintf(stderr, "c_floor: path too long: %s\n", path);
		exit(1);
	}
	strcpy(address.sun_path, path);
	listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (listener < 0 || bind(listener, (struct sockaddr *) &address, sizeof(address)) != 0
			|| chmod(path, 0666) != 0 || listen(listener, backlog) != 0)
		fail(path);
}

int main(int count, char **arguments)
{
	if (count != 4) {
		fprintf(stderr, "usage: c_floor PATH THREADS BACKLOG\n");
		return 2;
	}
	open_listener(arguments[1], atoi(arguments[3]));
	for (int thread = 1; thread < atoi(arguments[2]); thread++) {
		pthread_t id;
		if (pthread_create(&id, NULL, serve, NULL) != 0)
			fail("pthread_create");
	}
	serve(NULL);
}
