<?php

declare(strict_types=1);

namespace Examples\Messenger;

use StreamIpc\Job;
use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Transport\TimeoutException;
use StreamIpc\WorkerPool;
use Symfony\Component\Messenger\Envelope;
use Symfony\Component\Messenger\Event\WorkerMessageFailedEvent;
use Symfony\Component\Messenger\Event\WorkerMessageHandledEvent;
use Symfony\Component\Messenger\Event\WorkerMessageReceivedEvent;
use Symfony\Component\Messenger\Transport\Receiver\ReceiverInterface;
use Symfony\Component\Messenger\Transport\Serialization\SerializerInterface;
use Symfony\Contracts\EventDispatcher\EventDispatcherInterface;

/**
 * Does what Messenger's Worker does, with many messages at once: the workers of a pool handle them. A message is
 * acknowledged when its worker has answered. If it fails, or its worker dies, Messenger's listeners decide
 * whether it is sent again.
 */
final class PoolConsumer
{
    /** Seconds between two looks at an empty queue. */
    private const PAUSE = 0.1;

    private bool $isStopping = false;
    private int $handled = 0;
    private int $failed = 0;
    private int $reported = 0;
    private float $reportedAt;

    /**
     * @param list<ReceiverInterface> $free one for each worker, each a consumer with its own name: transports
     *     expect that a consumer has one message at a time. Those that have none now
     * @param \Closure(string): mixed $report is told how it goes, once a second while messages come
     */
    public function __construct(
        private readonly string $transport,
        private array $free,
        private readonly WorkerPool $pool,
        private readonly SerializerInterface $serializer,
        private readonly EventDispatcherInterface $dispatcher,
        private readonly \Closure $report,
    ) {
        $this->reportedAt = microtime(true);
    }

    /** Returns after stop(), when the messages that it has taken are done with. */
    public function run(): void
    {
        while (!$this->isStopping) {
            $this->takeMessages();
            // An answer ends the wait, and so does a signal.
            $this->pool->getPeer()->tick($this->free === [] ? 1.0 : self::PAUSE);
            $this->reportProgress(1.0);
        }
        $this->pool->drain();
        $this->reportProgress(0.0);
    }

    /** Takes no more messages. */
    public function stop(): void
    {
        $this->isStopping = true;
    }

    private function takeMessages(): void
    {
        while (!$this->isStopping && ($receiver = array_shift($this->free)) !== null) {
            foreach ($receiver->get() as $envelope) {
                $this->handOut($receiver, $envelope);
                continue 2;
            }
            // The next one looks first next time: what a dead consumer has left goes to whoever looks.
            $this->free[] = $receiver;

            return;
        }
    }

    private function handOut(ReceiverInterface $receiver, Envelope $envelope): void
    {
        $event = new WorkerMessageReceivedEvent($envelope, $this->transport);
        $this->dispatcher->dispatch($event);
        if (!$event->shouldHandle()) {
            $this->free[] = $receiver;

            return;
        }
        $envelope = $event->getEnvelope();
        $encoded = $this->serializer->encode($envelope);
        $this->pool->submit(new Handle($this->transport, $encoded['body'], $encoded['headers'] ?? []))
            ->onResolved(function (Job $job) use ($receiver, $envelope): void {
                $this->settle($receiver, $envelope, $job);
            });
    }

    /**
     * Acknowledges or rejects. A WorkerPoolException comes out of run(): the message stays with Redis, for
     * whoever can handle it.
     */
    private function settle(ReceiverInterface $receiver, Envelope $envelope, Job $job): void
    {
        try {
            $reply = $job->await();
            $failure = $reply instanceof Failed ? $reply->toException() : null;
        } catch (ErrorMessageException | TimeoutException $e) {
            // Among them: the worker died, or took too long.
            $failure = $e;
        }
        if ($failure === null) {
            $event = new WorkerMessageHandledEvent($envelope, $this->transport);
            $this->dispatcher->dispatch($event);
            $receiver->ack($event->getEnvelope());
            $this->handled++;
        } else {
            $event = new WorkerMessageFailedEvent($envelope, $this->transport, $failure);
            $this->dispatcher->dispatch($event);
            $receiver->reject($event->getEnvelope());
            $this->failed++;
        }
        $this->free[] = $receiver;
    }

    private function reportProgress(float $interval): void
    {
        $done = $this->handled + $this->failed;
        $seconds = microtime(true) - $this->reportedAt;
        if ($done === $this->reported || $seconds < $interval) {
            return;
        }
        ($this->report)(sprintf(
            '%d handled, %d failed, %d running; %.0f per second',
            $this->handled,
            $this->failed,
            $this->pool->getStats()['running'],
            ($done - $this->reported) / $seconds,
        ));
        $this->reported = $done;
        $this->reportedAt = microtime(true);
    }
}
