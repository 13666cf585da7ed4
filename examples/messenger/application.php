<?php

// What every application with Messenger has somewhere: a message, its handler, a bus, and transports.

declare(strict_types=1);

namespace Examples\Messenger;

use Symfony\Component\Messenger\Bridge\Redis\Transport\RedisTransportFactory;
use Symfony\Component\Messenger\Exception\UnrecoverableMessageHandlingException;
use Symfony\Component\Messenger\Handler\HandlersLocator;
use Symfony\Component\Messenger\MessageBus;
use Symfony\Component\Messenger\MessageBusInterface;
use Symfony\Component\Messenger\Middleware\HandleMessageMiddleware;
use Symfony\Component\Messenger\Transport\Serialization\PhpSerializer;
use Symfony\Component\Messenger\Transport\TransportInterface;

final class MakeThumbnail
{
    /** @param string $fault what goes wrong: "throws", "hopeless", "dies", or nothing */
    public function __construct(public int $number, public int $milliseconds = 0, public string $fault = '')
    {
    }
}

final class ThumbnailMaker
{
    public function __invoke(MakeThumbnail $order): void
    {
        // Most of the time it waits for a disk or a service.
        usleep($order->milliseconds * 1000);
        $log = getenv('THUMBNAILS_LOG');
        if ($log !== false) {
            file_put_contents($log, "$order->number\n", FILE_APPEND | LOCK_EX);
        }
        match ($order->fault) {
            'throws' => throw new \RuntimeException("The service did not answer for $order->number"),
            'hopeless' => throw new UnrecoverableMessageHandlingException("$order->number is no picture"),
            'dies' => exit(13),
            default => null,
        };
    }
}

function bus(): MessageBusInterface
{
    $handlers = new HandlersLocator([MakeThumbnail::class => [new ThumbnailMaker()]]);

    return new MessageBus([new HandleMessageMiddleware($handlers)]);
}

/** @param string $consumer the name under which Redis knows who has taken which message */
function transport(string $stream, string $consumer): TransportInterface
{
    return (new RedisTransportFactory())->createTransport(
        getenv('MESSENGER_TRANSPORT_DSN') ?: 'redis://localhost:6379',
        [
            'stream' => $stream,
            'consumer' => $consumer,
            'delete_after_ack' => true,
            'delete_after_reject' => true,
            // Seconds until the message of a consumer that is gone goes to another one. Longer than the
            // slowest message takes!
            'redeliver_timeout' => (int) (getenv('REDELIVER_TIMEOUT') ?: 3600),
            // Milliseconds between two looks for such messages.
            'claim_interval' => (int) (getenv('CLAIM_INTERVAL') ?: 60_000),
        ],
        new PhpSerializer(),
    );
}
