<?php
// The Redis that scripts/test-messenger has started, and the programs of examples/messenger.

use Examples\Messenger\MakeThumbnail;
use Symfony\Component\Messenger\Envelope;

use function Examples\Messenger\transport;

function skip_without_redis(): void
{
    if (getenv('STREAM_IPC_REDIS') === false) {
        die('skip no Redis: make test-messenger starts one');
    }
}

/** Forgets all messages, and makes the file to which handlers write the numbers of theirs. */
function start_anew(): Redis
{
    $log = sys_get_temp_dir() . '/thumbnails-' . getmypid();
    touch($log);
    putenv("THUMBNAILS_LOG=$log");
    $redis = new Redis();
    $redis->connect(getenv('STREAM_IPC_REDIS'));
    $redis->flushAll();

    return $redis;
}

/** Sends messages of these numbers. */
function send(iterable $numbers, int $milliseconds = 0, string $fault = ''): void
{
    $transport = transport('async', 'sender');
    foreach ($numbers as $number) {
        $transport->send(new Envelope(new MakeThumbnail($number, $milliseconds, $fault)));
    }
}

/**
 * Starts a consumer.
 *
 * @return array{resource, resource} the process, and its standard error
 */
function consume(string ...$options): array
{
    $process = proc_open(
        [PHP_BINARY, __DIR__ . '/../../examples/messenger/console.php', 'consume', ...$options],
        [['file', '/dev/null', 'r'], STDOUT, ['pipe', 'w']],
        $pipes,
    );

    return [$process, $pipes[2]];
}

/** The numbers of messages that handlers are done with, in order, as often as they were. */
function handled(): array
{
    $numbers = array_map(intval(...), file(getenv('THUMBNAILS_LOG')));
    sort($numbers);

    return $numbers;
}

function await(callable $done): void
{
    $limit = hrtime(true) + 30_000_000_000;
    while (!$done()) {
        hrtime(true) < $limit || throw new RuntimeException('Not done after 30 seconds');
        usleep(20_000);
    }
}

/** How many messages consumers have taken and not finished. */
function unfinished(Redis $redis): int
{
    return $redis->xPending('async', 'symfony')[0];
}

/** Has a consumer stop, and returns its exit code and what it has said. */
function stop_consumer($process, $errors): array
{
    proc_terminate($process, SIGTERM);
    $said = stream_get_contents($errors);

    return [proc_close($process), $said];
}

if (getenv('STREAM_IPC_REDIS') !== false) {
    require __DIR__ . '/../../examples/messenger/autoload.php';
    register_shutdown_function(function () {
        getenv('THUMBNAILS_LOG') === false || @unlink(getenv('THUMBNAILS_LOG'));
    });
}
