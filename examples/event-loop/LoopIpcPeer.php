<?php

declare(strict_types=1);

namespace Examples\EventLoop;

use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Transport\FrameCodec;

/** Sessions whose messages your own event loop dispatches. */
final class LoopIpcPeer extends IpcPeer
{
    private bool $dispatched = false;

    public function __construct(private readonly Loop $loop)
    {
        parent::__construct();
    }

    /**
     * @param resource $write
     * @param resource $read
     */
    public function createStreamSession($write, $read): IpcSession
    {
        $codec = new FrameCodec($this->defaultSerializer);
        $session = $this->createSession(new LoopTransport($write, $codec));
        stream_set_blocking($read, false);

        $this->loop->addReader($read, function ($read) use ($session, $codec): void {
            $chunk = fread($read, 65536);
            if (($chunk === '' || $chunk === false) && feof($read)) {
                $this->loop->removeReader($read);
                $session->close(); // no reply can come any more: await() throws
                return;
            }
            foreach ($codec->feed((string) $chunk) as $message) {
                $this->dispatched = true;
                $session->dispatch($message);
            }
        });

        return $session;
    }

    /** await(), tickFor() and run() call this to wait: it turns the loop until a message was dispatched. */
    public function tick(?float $timeout = null): void
    {
        if ($this->sessions === []) {
            return;
        }
        $over = false;
        $timer = $timeout === null ? null : $this->loop->addTimer($timeout, static function () use (&$over): void {
            $over = true;
        });
        $this->dispatched = false;
        while (!$this->dispatched && !$over && $this->sessions !== []) {
            $this->loop->turn();
        }
        if ($timer !== null) {
            $this->loop->cancelTimer($timer);
        }
    }
}
