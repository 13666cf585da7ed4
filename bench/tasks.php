<?php

declare(strict_types=1);

namespace Bench;

/** A repeatable task, whose time is measured. */
interface Task
{
    /** Runs the task so many times, and returns the nanoseconds it took. */
    public function run(int $times): int;

    /** Runs it in new processes from now on. */
    public function renew(): void;
}

/** Batches that a parent process exchanges with its worker. */
final class Exchanging implements Task
{
    private const LIMIT_SECONDS = 60;

    private $process;

    private array $pipes = [];

    /** @param list<string> $parent a command that reads numbers of batches and prints nanoseconds, one per line */
    public function __construct(private readonly array $parent)
    {
        $this->start();
    }

    public function renew(): void
    {
        $this->end();
        $this->start();
    }

    private function start(): void
    {
        $this->process = proc_open($this->parent, [['pipe', 'r'], ['pipe', 'w'], STDERR], $this->pipes);
    }

    public function run(int $times): int
    {
        fwrite($this->pipes[0], "$times\n");
        $ready = [$this->pipes[1]];
        $line = stream_select($ready, $none, $none, self::LIMIT_SECONDS) === 1 ? fgets($this->pipes[1]) : false;
        if ($line === false) {
            throw new \RuntimeException(sprintf(
                'No result of %d batches within %d seconds: %s',
                $times,
                self::LIMIT_SECONDS,
                json_encode(proc_get_status($this->process), JSON_UNESCAPED_SLASHES),
            ));
        }

        return (int) $line;
    }

    public function __destruct()
    {
        $this->end();
    }

    private function end(): void
    {
        // The end of its input ends the parent, whose end ends the worker.
        array_map(fclose(...), $this->pipes);
        proc_close($this->process);
    }
}

/** A process from its start to its end. */
final readonly class Launching implements Task
{
    /** @param list<string> $command */
    public function __construct(private array $command)
    {
    }

    public function renew(): void
    {
        // Every run starts a process.
    }

    public function run(int $times): int
    {
        $nothing = [['file', '/dev/null', 'r'], ['file', '/dev/null', 'w'], STDERR];
        $start = hrtime(true);
        while ($times-- > 0) {
            $status = proc_close(proc_open($this->command, $nothing, $pipes));
            if ($status !== 0) {
                throw new \RuntimeException("Exit code $status of " . implode(' ', $this->command));
            }
        }

        return hrtime(true) - $start;
    }
}

/**
 * Runs each task for about so many milliseconds, in turns, for so many rounds. Each round has new processes:
 * where the system puts a program in memory decides about up to half of its speed, for as long as it lives.
 *
 * @param array<string, Task> $tasks
 * @param int $steps the steps of a task at a time
 * @return array<string, list<float>> microseconds per step, of each task in each round
 */
function measure(array $tasks, int $rounds, int $milliseconds, int $steps = 1): array
{
    $times = array_map(fn (Task $task) => times_in($task, $milliseconds * 1_000_000), $tasks);
    $microseconds = [];
    for ($round = 0; $round < $rounds; $round++) {
        foreach ($tasks as $name => $task) {
            $task->renew();
            // They load their code and learn from their first waits.
            $task->run(max(1, intdiv($times[$name], 20)));
            $microseconds[$name][] = round($task->run($times[$name]) / $times[$name] / $steps / 1000, 3);
        }
        // Forwards and backwards, so that no task is always the first.
        $tasks = array_reverse($tasks);
    }

    return $microseconds;
}

/** About how often a task fits into so many nanoseconds. */
function times_in(Task $task, int $nanoseconds): int
{
    for ($times = 1; ; $times *= 2) {
        $took = $task->run($times);
        if ($took > $nanoseconds / 8) {
            return max(1, intdiv($times * $nanoseconds, $took));
        }
    }
}
