<?php

// Handles the same messages with Messenger's own worker and with pools, and prints how many each does per
// second.

declare(strict_types=1);

namespace Examples\Messenger;

use StreamIpc\WorkerPool;
use Symfony\Component\EventDispatcher\EventDispatcher;
use Symfony\Component\Messenger\Event\WorkerMessageHandledEvent;
use Symfony\Component\Messenger\Transport\Serialization\PhpSerializer;
use Symfony\Component\Messenger\Worker;

require __DIR__ . '/autoload.php';
require __DIR__ . '/PoolConsumer.php';

/**
 * @param \Closure(EventDispatcher, string): (Worker|PoolConsumer) $make
 * @return float messages per second
 */
function measure(int $count, int $milliseconds, \Closure $make): float
{
    $stream = 'compare-' . bin2hex(random_bytes(4));
    $sender = transport($stream, 'sender');
    for ($number = 0; $number < $count; $number++) {
        $sender->send(new \Symfony\Component\Messenger\Envelope(new MakeThumbnail($number, $milliseconds)));
    }
    $dispatcher = new EventDispatcher();
    $consumer = $make($dispatcher, $stream);
    $done = 0;
    $start = 0.0;
    $dispatcher->addListener(WorkerMessageHandledEvent::class, static function () use (&$done, &$start, $count, $consumer): void {
        // Starting the workers does not count.
        $start = $done++ === 0 ? microtime(true) : $start;
        if ($done === $count) {
            $consumer->stop();
        }
    });
    $consumer->run();

    return ($count - 1) / (microtime(true) - $start);
}

$messengers = static fn (EventDispatcher $dispatcher, string $stream) => new Worker(['async' => transport($stream, 'own')], bus(), $dispatcher);
$pooled = static fn (int $workers) => static fn (EventDispatcher $dispatcher, string $stream) => new PoolConsumer(
    'async',
    array_map(static fn (int $slot) => transport($stream, "pool-$slot"), range(1, $workers)),
    new WorkerPool([PHP_BINARY, __DIR__ . '/worker.php'], $workers),
    new PhpSerializer(),
    $dispatcher,
    static fn (string $progress) => null,
);

echo "messages per second        | Messenger's worker | 1 worker | 4 workers | 16 workers\n";
foreach ([[0, 2000], [5, 400], [50, 100]] as [$milliseconds, $count]) {
    printf("%-26s | %18.0f", $milliseconds === 0 ? 'that take no time' : "that wait for $milliseconds ms", measure($count, $milliseconds, $messengers));
    foreach ([1, 4, 16] as $workers) {
        printf(' | %' . strlen("$workers worker") + ($workers > 1 ? 1 : 0) . '.0f', measure($count * min($workers, 8), $milliseconds, $pooled($workers)));
    }
    echo "\n";
}
