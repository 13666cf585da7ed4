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
    public function descriptors(): int
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
    return [
        new Exchange('request and reply, 64 B'),
        new Exchange('64 requests in flight, 64 B', pattern: Pattern::InFlight, batch: 64),
        new Exchange('notification to the worker, 64 B', pattern: Pattern::ToWorker, batch: 1000),
        new Exchange('notification to the parent, 64 B', pattern: Pattern::ToParent, batch: 1000),
        new Exchange('notification to the worker, 64 KiB', bytes: 64 << 10, pattern: Pattern::ToWorker, batch: 100),
        new Exchange('notification to the parent, 64 KiB', bytes: 64 << 10, pattern: Pattern::ToParent, batch: 100),
        new Exchange('request and reply, 4 KiB', bytes: 4 << 10),
        new Exchange('request and reply, 64 KiB', bytes: 64 << 10),
        new Exchange('request and reply, 1 MiB', bytes: 1 << 20),
        new Exchange('request and reply, 64 B, 450 idle sessions', idle: 450),
        new Exchange('request and reply, 64 B, 9,500 idle sessions', idle: 9500),
        new Exchange('request and reply, 64 B, JSON', json: true),
        new Exchange('request and reply, nested objects', nested: true),
    ];
}
