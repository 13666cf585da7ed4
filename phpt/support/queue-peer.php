<?php

use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\Message;
use StreamIpc\Transport\MessageTransport;

/** Puts messages into the inbox of another transport in this process. */
final class QueueTransport implements MessageTransport
{
    /** @var list<Message> */
    public array $inbox = [];

    public ?QueueTransport $other = null;

    public function send(Message $message): void
    {
        $this->other->inbox[] = $message;
    }
}

/** A peer like those that users write: with its own transport and tick(). */
class QueuePeer extends IpcPeer
{
    public int $ticks = 0;

    /** @return array{IpcSession, IpcSession} two sessions that talk to each other */
    public function connect(): array
    {
        [$one, $two] = [new QueueTransport(), new QueueTransport()];
        [$one->other, $two->other] = [$two, $one];

        return [$this->createSession($one), $this->createSession($two)];
    }

    public function tick(?float $timeout = null): void
    {
        $this->ticks++;
        foreach ($this->sessions as $session) {
            $transport = $session->getTransport();
            while ($message = array_shift($transport->inbox)) {
                $session->dispatch($message);
            }
        }
    }

    /** @return array<IpcSession> */
    public function sessions(): array
    {
        return $this->sessions;
    }

    /** @param array<IpcSession> $sessions */
    public function replaceSessions(array $sessions): void
    {
        $this->sessions = $sessions;
    }
}
