// SPDX-License-Identifier: Apache-2.0
/* pairs: runs one or two sides alternately and prints how they compare.
 *
 *	pairs [-k KEY] COUNT NAME STEP... [-- NAME STEP...]
 *
 * A step is `+ WORD...`, which is measured, or `- WORD...`, which only prepares.
 * A pair is one run of each side; who goes first changes from pair to pair, so
 * that a busy neighbour hurts both. The ratio is taken within each pair. Time
 * and CPU are summed over the measured steps, memory is that of the largest.
 * With -k, the number that a measured step prints as "KEY": NUMBER is shown too,
 * and the interval of the median of its ratio.
 *
 * Two pairs go ahead uncounted. A step that fails ends everything. SIGTERM and
 * SIGINT end it between two steps, never within one; so does the end of the
 * process that started it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WALL, CPU, MEMORY, NUMBER, MEASURES };
enum { WARM_UPS = 2, MOST_STEPS = 8, OUTPUT = 64 * 1024 };

static const char *const titles[] = {
	[WALL] = "wall, ms", [CPU] = "CPU, ms", [MEMORY] = "memory, MB",
};

struct step {
	char **words;
	int is_measured;
};

struct side {
	const char *name;
	struct step steps[MOST_STEPS];
	int count;
	double *samples[MEASURES];
};

static const char *key;
static int output;
static volatile sig_atomic_t is_stopped;

static void fail(const char *format, ...)
{
	va_list arguments;

	fputs("pairs: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(1);
}

static void stop(int number)
{
	(void)number;
	is_stopped = 1;
}

static double milliseconds(struct timeval time)
{
	return time.tv_sec * 1e3 + time.tv_usec / 1e3;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

/* What the last step said. */
static const char *said(void)
{
	static char text[OUTPUT];
	ssize_t size = pread(output, text, sizeof(text) - 1, 0);

	text[size < 0 ? 0 : size] = 0;
	return text;
}

/* The number that the step printed under the key. */
static double printed(const char *command)
{
	const char *text = said(), *at;
	char wanted[64];

	snprintf(wanted, sizeof(wanted), "\"%s\":", key);
	at = strstr(text, wanted);
	if (!at)
		fail("%s printed no \"%s\"", command, key);
	return strtod(at + strlen(wanted), NULL);
}

static void run(const struct step *step, double sums[MEASURES])
{
	const char *command = step->words[0];
	posix_spawn_file_actions_t files;
	struct rusage usage;
	int status;
	double start;
	pid_t child;

	if (ftruncate(output, 0) || lseek(output, 0, SEEK_SET))
		fail("%s", strerror(errno));
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&files, output, STDERR_FILENO);
	start = now();
	errno = posix_spawnp(&child, command, &files, NULL, step->words, environ);
	if (errno)
		fail("run %s: %s", command, strerror(errno));
	while (wait4(child, &status, 0, &usage) < 0)
		if (errno != EINTR)
			fail("wait for %s: %s", command, strerror(errno));
	posix_spawn_file_actions_destroy(&files);
	if (is_stopped)
		exit(1);
	if (status)
		fail("%s %s ended with %s %d: %s", command, step->words[1] ? step->words[1] : "",
		     WIFEXITED(status) ? "exit status" : "signal",
		     WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status), said());
	if (!step->is_measured)
		return;
	sums[WALL] += now() - start;
	sums[CPU] += milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
	if (usage.ru_maxrss / 1e3 > sums[MEMORY])
		sums[MEMORY] = usage.ru_maxrss / 1e3;
	if (key)
		sums[NUMBER] += printed(command);
}

static void run_side(struct side *side, int pair)
{
	double sums[MEASURES] = {0};

	for (int i = 0; i < side->count; i++)
		run(&side->steps[i], sums);
	for (int i = 0; i < MEASURES && pair >= 0; i++)
		side->samples[i][pair] = sums[i];
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Between the samples, as most of the world counts quantiles (R's type 7). */
static double quantile(const double *sorted, int count, double share)
{
	double place = share * (count - 1);
	int below = (int)place;

	if (below + 1 >= count)
		return sorted[count - 1];
	return sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
}

/* Median, [quartiles], (least and most). */
static void print_spread(const double *samples, int count, int digits)
{
	double sorted[count];

	memcpy(sorted, samples, sizeof(sorted));
	qsort(sorted, count, sizeof(double), ascending);
	printf(" %.*f [%.*f..%.*f] (%.*f..%.*f) |", digits, quantile(sorted, count, 0.5),
	       digits, quantile(sorted, count, 0.25), digits, quantile(sorted, count, 0.75),
	       digits, sorted[0], digits, sorted[count - 1]);
}

static void print_row(int measure, struct side *sides, int side_count, int pairs)
{
	double ratios[pairs], differences[pairs];

	printf("| %s |", measure == NUMBER ? key : titles[measure]);
	for (int i = 0; i < side_count; i++)
		print_spread(sides[i].samples[measure], pairs, measure == NUMBER ? 0 : 1);
	for (int i = 0; i < pairs && side_count == 2; i++) {
		double a = sides[0].samples[measure][i], b = sides[1].samples[measure][i];

		ratios[i] = a / b;
		differences[i] = a - b;
	}
	if (side_count == 2) {
		print_spread(ratios, pairs, 2);
		print_spread(differences, pairs, measure == NUMBER ? 0 : 1);
	}
	putchar('\n');
}

/* What the pairs allow us to say of the median of the ratio: between these two
 * of the sorted ratios it lies in 95 % of such runs, whatever the distribution.
 * Fewer than six pairs allow nothing.
 */
static void print_interval(struct side *sides, int measure, int pairs)
{
	double ratios[pairs], chance = 1, below = 0;
	int rank = 0;

	for (int i = 0; i < pairs; i++) {
		ratios[i] = sides[0].samples[measure][i] / sides[1].samples[measure][i];
		chance /= 2;
	}
	qsort(ratios, pairs, sizeof(double), ascending);
	for (; rank < pairs && below + chance <= 0.025; rank++) {
		below += chance;
		chance *= (double)(pairs - rank) / (rank + 1);
	}
	if (rank)
		printf("%s, median of %s / %s: %.3f, 95 %% interval %.3f to %.3f\n",
		       measure == NUMBER ? key : titles[measure], sides[0].name,
		       sides[1].name, quantile(ratios, pairs, 0.5),
		       ratios[rank - 1], ratios[pairs - rank]);
}

static void print_table(struct side *sides, int side_count, int pairs)
{
	printf("| n = %d: median [quartiles] (range) |", pairs);
	for (int i = 0; i < side_count; i++)
		printf(" %s |", sides[i].name);
	if (side_count == 2)
		printf(" %s / %s | %s - %s |", sides[0].name, sides[1].name,
		       sides[0].name, sides[1].name);
	puts(side_count == 2 ? "\n|---|---|---|---|---|" : "\n|---|---|");
	for (int i = 0; i < (key ? MEASURES : NUMBER); i++)
		print_row(i, sides, side_count, pairs);
	if (key && side_count == 2) {
		print_interval(sides, CPU, pairs);
		print_interval(sides, NUMBER, pairs);
	}
}

static int is(const char *word, const char *wanted)
{
	return word && !strcmp(word, wanted);
}

/* Reads one side; the words of a step end where the next begins. */
static char **read_side(struct side *side, char **words, int pairs)
{
	side->name = *words;
	if (*words)
		*words++ = NULL;
	while (is(*words, "+") || is(*words, "-")) {
		struct step *step = &side->steps[side->count];

		if (side->count++ == MOST_STEPS)
			fail("a side takes at most %d steps", MOST_STEPS);
		step->is_measured = is(*words, "+");
		*words = NULL;
		step->words = ++words;
		while (*words && !is(*words, "+") && !is(*words, "-") && !is(*words, "--"))
			words++;
		if (words == step->words)
			fail("a step without a command");
	}
	if (!side->name || !side->count)
		fail("usage: pairs [-k KEY] COUNT NAME STEP... [-- NAME STEP...]; "
		     "a step is + WORD... or - WORD...");
	for (int i = 0; i < MEASURES; i++)
		side->samples[i] = calloc(pairs, sizeof(double));
	return words;
}

int main(int count, char **words)
{
	struct sigaction action = {.sa_handler = stop};
	struct side sides[2] = {0};
	int side_count = 1, pairs;

	(void)count;
	words++;
	if (is(*words, "-k") && words[1]) {
		key = words[1];
		words += 2;
	}
	pairs = *words ? atoi(*words++) : 0;
	if (pairs < 1 || pairs > 100000)
		fail("the first word is how many pairs to run");
	words = read_side(&sides[0], words, pairs);
	if (is(*words, "--")) {
		*words = NULL;
		words = read_side(&sides[1], words + 1, pairs);
		side_count = 2;
	}
	if (*words)
		fail("what is \"%s\"", *words);
	/* Who was killed with -9 tells nobody. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	output = memfd_create("output", MFD_CLOEXEC);
	if (output < 0)
		fail("%s", strerror(errno));
	for (int pair = -WARM_UPS; pair < pairs; pair++)
		for (int i = 0; i < side_count; i++)
			run_side(&sides[side_count == 2 ? (pair & 1) ^ i : i], pair);
	print_table(sides, side_count, pairs);
	return 0;
}
