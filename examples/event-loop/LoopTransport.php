<?php

declare(strict_types=1);

namespace Examples\EventLoop;

use StreamIpc\Message\Message;
use StreamIpc\Transport\FrameCodec;
use StreamIpc\Transport\MessageTransport;
use StreamIpc\Transport\StreamClosedException;

/** Sends messages as frames. It blocks until all of a frame has left, so keep messages short. */
final readonly class LoopTransport implements MessageTransport
{
    /** @param resource $stream blocking */
    public function __construct(private mixed $stream, private FrameCodec $codec)
    {
    }

    public function send(Message $message): void
    {
        $frame = $this->codec->pack($message);
        if (@fwrite($this->stream, $frame) !== strlen($frame)) {
            throw new StreamClosedException('The other side reads no more');
        }
    }
}
