<?php

declare(strict_types=1);

namespace Examples\EventLoop;

/** A plain event loop, like ReactPHP's: it calls back when a stream is readable or a timer is due. */
final class Loop
{
    /** @var array<int, array{resource, callable(resource): void}> */
    private array $readers = [];

    /** @var array<int, array{float, callable(): void}> the time, and the callback */
    private array $timers = [];

    private int $lastTimer = 0;

    /**
     * @param resource $stream
     * @param callable(resource): void $callback called whenever the stream is readable
     */
    public function addReader($stream, callable $callback): void
    {
        $this->readers[(int) $stream] = [$stream, $callback];
    }

    /** @param resource $stream */
    public function removeReader($stream): void
    {
        unset($this->readers[(int) $stream]);
    }

    /** @return int the timer's number, for cancelling it */
    public function addTimer(float $seconds, callable $callback): int
    {
        $this->timers[++$this->lastTimer] = [self::now() + $seconds, $callback];

        return $this->lastTimer;
    }

    public function cancelTimer(int $timer): void
    {
        unset($this->timers[$timer]);
    }

    /** Runs until nothing is left to wait for. */
    public function run(): void
    {
        while ($this->readers !== [] || $this->timers !== []) {
            $this->turn();
        }
    }

    /** Waits for the next stream or timer, and calls its callback. */
    public function turn(): void
    {
        $streams = array_column($this->readers, 0);
        $next = $this->timers === [] ? null : max(0.0, min(array_column($this->timers, 0)) - self::now());
        if ($streams === []) {
            usleep((int) ceil(($next ?? 0) * 1e6));
        } else {
            $none = null;
            $seconds = $next === null ? null : (int) $next;
            $micros = $next === null ? null : (int) ceil(fmod($next, 1.0) * 1e6);
            stream_select($streams, $none, $none, $seconds, $micros);
        }
        foreach ($streams as $stream) {
            // An earlier callback may have removed it.
            [, $callback] = $this->readers[(int) $stream] ?? [null, null];
            $callback && $callback($stream);
        }
        foreach ($this->timers as $timer => [$when, $callback]) {
            if ($when <= self::now()) {
                unset($this->timers[$timer]);
                $callback();
            }
        }
    }

    private static function now(): float
    {
        return hrtime(true) / 1e9;
    }
}
