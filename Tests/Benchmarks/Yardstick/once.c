// once OUTPUT COMMAND ARGUMENT... runs a command with its output in a file, and prints
//   <nanoseconds> <peak RSS in KiB> <exit status> <microseconds of processor time>
// It is this small because a child's peak RSS starts with that of the process that forks it.
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(int count, char **words)
{
	struct timespec start, end;
	struct rusage usage;
	int status;

	if (count < 3)
		return 2;
	clock_gettime(CLOCK_MONOTONIC, &start);
	pid_t child = fork();
	if (child < 0)
		return 2;
	if (child == 0) {
		int output = open(words[1], O_WRONLY | O_CREAT | O_TRUNC, 0644);
		if (output < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0)
			_exit(126);
		execv(words[2], words + 2);
		_exit(127);
	}
	if (wait4(child, &status, 0, &usage) < 0)
		return 2;
	clock_gettime(CLOCK_MONOTONIC, &end);
	printf("%lld %ld %d %lld\n", (end.tv_sec - start.tv_sec) * 1000000000LL + end.tv_nsec - start.tv_nsec,
	       usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
	       (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000LL + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
	return 0;
}
