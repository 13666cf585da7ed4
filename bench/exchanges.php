<?php

declare(strict_types=1);

namespace Bench;

use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;

require_once __DIR__ . '/messages.php';

/** How messages follow each other. */
enum Pattern
{
    /** One request after the other, each after the reply to the last. */
    case OneByOne;
    /** A batch of requests at once, then all replies. */
    case InFlight;
    /** A batch of notifications, then one back that acknowledges it. */
    case ToWorker;
    /** One notification that asks for a batch, then the batch back. */
    case ToParent;

    public function isOneWay(): bool
    {
        return $this === self::ToWorker || $this === self::ToParent;
    }
}

/** Where the two processes run. */
enum Placement: string
{
    /** As users have it. The kernel mostly takes a core for each. */
    case KernelsChoice = "the kernel's choice";
    /** Each message must wake the other core, if that sleeps. */
    case TwoCores = 'two cores';
    /** The processes take turns, so this shows their own work. */
    case OneCore = 'one core';
}

/** The messages between two processes, the same in every column. */
final readonly class Exchange
{
    public function __construct(
        public string $name,
        public int $bytes = 64,
        public Pattern $pattern = Pattern::OneByOne,
        public int $batch = 1,
        /** The number of idle sessions of the parent. */
        public int $idle = 0,
        public bool $json = false,
        public bool $nested = false,
        /** @var list<Placement> where it is measured */
        public array $placements = [Placement::KernelsChoice],
    ) {
    }

    /** What the parent sends. */
    public function request(): Message
    {
        return $this->pattern === Pattern::ToParent ? $this->signal() : $this->message();
    }

    /** What the worker sends. */
    public function reply(): Message
    {
        return $this->pattern === Pattern::ToWorker ? $this->signal() : $this->message();
    }

    /** How many messages of a batch the parent sends. */
    public function requests(): int
    {
        return $this->pattern === Pattern::ToParent ? 1 : $this->batch;
    }

    /** How many messages of a batch the worker sends. */
    public function replies(): int
    {
        return $this->pattern === Pattern::ToWorker ? 1 : $this->batch;
    }

    /** About how many files the parent opens. It holds both ends of idle sessions. */
    public function files(): int
    {
        return 64 + 2 * $this->idle;
    }

    /** The message that is measured. */
    private function message(): Message
    {
        return $this->nested ? order() : new LogMessage(str_repeat('x', $this->bytes));
    }

    /** The one notification against the direction of a batch. */
    private function signal(): Message
    {
        return new LogMessage('signal');
    }
}

/** @return list<Exchange> */
function exchanges(): array
{
    [$everywhere, $ownWork] = [Placement::cases(), [Placement::KernelsChoice, Placement::OneCore]];
    $notification = fn (string $name, Pattern $pattern, int $bytes, int $batch) =>
        new Exchange($name, $bytes, $pattern, $batch, placements: $everywhere);

    return [
        new Exchange('request and reply, 64 B', placements: $everywhere),
        new Exchange('64 requests in flight, 64 B', pattern: Pattern::InFlight, batch: 64, placements: $everywhere),
        $notification('notification to the worker, 64 B', Pattern::ToWorker, 64, 1000),
        $notification('notification to the parent, 64 B', Pattern::ToParent, 64, 1000),
        $notification('notification to the worker, 64 KiB', Pattern::ToWorker, 64 << 10, 100),
        $notification('notification to the parent, 64 KiB', Pattern::ToParent, 64 << 10, 100),
        new Exchange('request and reply, 4 KiB', bytes: 4 << 10),
        new Exchange('request and reply, 64 KiB', bytes: 64 << 10, placements: $everywhere),
        new Exchange('request and reply, 1 MiB', bytes: 1 << 20),
        new Exchange('request and reply, 64 B, 450 idle sessions', idle: 450),
        new Exchange('request and reply, 64 B, 9,500 idle sessions', idle: 9500),
        new Exchange('request and reply, 64 B, JSON', json: true, placements: $ownWork),
        new Exchange('request and reply, nested objects', nested: true, placements: $ownWork),
    ];
}
