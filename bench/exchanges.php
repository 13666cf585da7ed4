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
    /** A batch of notifications, then one notification back that acknowledges it. */
    case OneWay;
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

    /** The message; the reply to a request is the same. */
    public function message(): Message
    {
        return $this->nested ? order() : new LogMessage(str_repeat('x', $this->bytes));
    }

    public function acknowledgement(): Message
    {
        return new LogMessage('all there');
    }

    /** About how many files the parent opens. It holds both ends of idle sessions. */
    public function descriptors(): int
    {
        return 64 + 2 * $this->idle;
    }
}

/** @return list<Exchange> */
function exchanges(): array
{
    return [
        new Exchange('request and reply, 64 B'),
        new Exchange('64 requests in flight, 64 B', pattern: Pattern::InFlight, batch: 64),
        new Exchange('notification, 64 B', pattern: Pattern::OneWay, batch: 1000),
        new Exchange('notification, 64 KiB', bytes: 64 << 10, pattern: Pattern::OneWay, batch: 100),
        new Exchange('request and reply, 4 KiB', bytes: 4 << 10),
        new Exchange('request and reply, 64 KiB', bytes: 64 << 10),
        new Exchange('request and reply, 1 MiB', bytes: 1 << 20),
        new Exchange('request and reply, 64 B, 450 idle sessions', idle: 450),
        new Exchange('request and reply, 64 B, 9,500 idle sessions', idle: 9500),
        new Exchange('request and reply, 64 B, JSON', json: true),
        new Exchange('request and reply, nested objects', nested: true),
    ];
}
