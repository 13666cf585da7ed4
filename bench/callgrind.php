<?php

// Counts the instructions of a program in PHP with valgrind's callgrind.

declare(strict_types=1);

/** A run of PHP with the extension under callgrind. */
final class Callgrind
{
    /** @var resource */
    private $process;

    /** @var resource */
    private $output;

    /** @var list<string|int> */
    private readonly array $command;

    /**
     * @param list<string> $options callgrind's
     * @param list<string|int> $arguments PHP's
     */
    public function __construct(string $module, array $options, array $arguments)
    {
        // Without looking, which counts the instructions of chance.
        $php = [PHP_BINARY, '-n', '-d', "extension=$module", '-d', 'stream_ipc.busy_poll=0', ...$arguments];
        $this->command = ['valgrind', '--tool=callgrind', ...$options, ...$php];
        $this->process = proc_open($this->command, [['file', '/dev/null', 'r'], STDERR, ['pipe', 'w']], $pipes);
        $this->output = $pipes[2];
    }

    /** Waits for the end, and returns callgrind's output. */
    public function finish(): string
    {
        $output = stream_get_contents($this->output);
        if (proc_close($this->process) !== 0) {
            throw new RuntimeException('Failed: ' . implode(' ', $this->command) . "\n$output");
        }

        return $output;
    }
}
