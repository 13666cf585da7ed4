<?php

declare(strict_types=1);

namespace Bench;

/** Something that takes time, and can be done any number of times. */
interface Task
{
    /** How many nanoseconds it took so many times. */
    public function run(int $times): int;
}

/** Batches that a parent process exchanges with its worker. */
final class Exchanging implements Task
{
    private const LIMIT_SECONDS = 60;

    private $process;

    private array $pipes = [];

    /** @param list<string> $parent a command that reads numbers of batches and prints nanoseconds, a line each */
    public function __construct(array $parent)
    {
        $this->process = proc_open($parent, [['pipe', 'r'], ['pipe', 'w'], STDERR], $this->pipes);
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
        // The end of its input ends the parent, and that the worker.
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
 * Does each task about so many milliseconds long, in turns, so many rounds.
 *
 * @param array<string, Task> $tasks
 * @param int $steps how many of what is measured a task does at once
 * @return array<string, list<float>> microseconds per step, of each task in each round
 */
function measure(array $tasks, int $rounds, int $milliseconds, int $steps = 1): array
{
    $times = array_map(fn (Task $task) => times_in($task, $milliseconds * 1_000_000), $tasks);
    $microseconds = [];
    for ($round = 0; $round < $rounds; $round++) {
        foreach ($tasks as $name => $task) {
            $microseconds[$name][] = round($task->run($times[$name]) / $times[$name] / $steps / 1000, 3);
        }
        // There and back, so that nobody is always the first.
        $tasks = array_reverse($tasks);
    }

    return $microseconds;
}

/** How often a task fits in so many nanoseconds, about; also warms it up. */
function times_in(Task $task, int $nanoseconds): int
{
    for ($times = 1; ; $times *= 2) {
        $took = $task->run($times);
        if ($took > $nanoseconds / 8) {
            return max(1, intdiv($times * $nanoseconds, $took));
        }
    }
}
