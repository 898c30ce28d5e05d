/*
 * Another clock for one process and its children, by LD_PRELOAD: the machine's time of day plus so many seconds, read from the first eight
 * bytes of the file named by CLOCK_FILE, which may change at any moment. What measures durations (CLOCK_MONOTONIC) is left alone, as it is
 * when somebody sets a machine's clock.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t none = 0;
static volatile int64_t *shift = &none;

__attribute__((constructor)) static void begin(void) {
	const char *file = getenv("CLOCK_FILE");
	int handle = file ? open(file, O_RDONLY) : -1;
	if (handle < 0) return;
	void *seen = mmap(0, sizeof(int64_t), PROT_READ, MAP_SHARED, handle, 0);
	if (seen != MAP_FAILED) shift = seen;
	close(handle);
}

int clock_gettime(clockid_t which, struct timespec *now) {
	int failed = syscall(SYS_clock_gettime, which, now);
	if (!failed && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) now->tv_sec += *shift;
	return failed;
}

int gettimeofday(struct timeval *now, void *zone) {
	struct timespec precise;
	(void)zone;
	if (clock_gettime(CLOCK_REALTIME, &precise)) return -1;
	now->tv_sec = precise.tv_sec;
	now->tv_usec = precise.tv_nsec / 1000;
	return 0;
}

time_t time(time_t *also) {
	struct timespec precise;
	if (clock_gettime(CLOCK_REALTIME, &precise)) return -1;
	if (also) *also = precise.tv_sec;
	return precise.tv_sec;
}
