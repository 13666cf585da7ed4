<?php

// Spreads jobs over hosts that it reaches with ssh: parent.php JOBS MILLISECONDS HOST...
// SSH_CONFIG names a file of options besides your own.

declare(strict_types=1);

namespace Examples\Ssh;

use StreamIpc\IpcSession;
use StreamIpc\NativeIpcPeer;
use StreamIpc\PoolEvent;
use StreamIpc\WorkerLostException;
use StreamIpc\WorkerPool;

require __DIR__ . '/messages.php';

const WORKERS_ON_EACH = 2;

$hosts = array_slice($argv, 3);
if ($hosts === []) {
    exit("On which hosts? parent.php JOBS MILLISECONDS HOST...\n");
}

// Slots take turns with the hosts. A host that cannot be reached is tried again and again, more slowly each time,
// and the others do the work.
$start = static function (NativeIpcPeer $peer, int $slot) use ($hosts): IpcSession {
    $host = $hosts[$slot % count($hosts)];
    $worker = [PHP_BINARY, __DIR__ . '/worker.php', $host];

    return $peer->spawn([
        // ssh says 255 if it cannot connect. 127 tells the pool that the worker has not run, if it has said
        // nothing either: its job goes to another one.
        'sh', '-c', 'ssh "$@"; code=$?; [ $code -ne 255 ] || exit 127; exit $code',
        'ssh', ...(($file = getenv('SSH_CONFIG')) !== false ? ['-F', $file] : []),
        // A host that does not answer three times in a row, once a second, is gone. Without it nobody notices
        // a cable that was pulled out.
        '-o', 'ServerAliveInterval=1', '-o', 'ServerAliveCountMax=3', '-o', 'ConnectTimeout=3',
        // Never asks anything: its input is the session.
        '-o', 'BatchMode=yes', '-T',
        $host,
        // sshd has the shell of the user read this.
        'exec ' . implode(' ', array_map(escapeshellarg(...), $worker)),
    ]);
};
$pool = new WorkerPool($start, WORKERS_ON_EACH * count($hosts));
$pool->onEvent(static function (PoolEvent $event): void {
    if ($event->type === PoolEvent::LOST) {
        fwrite(STDERR, "$event->text\n");
    }
});

$jobs = static function () use ($argv): \Generator {
    for ($number = 1; $number <= (int) $argv[1]; $number++) {
        yield $number => new Work($number, (int) $argv[2]);
    }
};
$done = [];
$lost = 0;
foreach ($pool->map($jobs()) as $number => $job) {
    try {
        $reply = $job->await();
        if ($reply instanceof Done) {
            $done[$reply->host] = ($done[$reply->host] ?? 0) + 1;
        }
    } catch (WorkerLostException $e) {
        echo "Job $number is lost.\n";
        $lost++;
    }
}
$pool->stop();
ksort($done);
foreach ($done as $host => $count) {
    echo "$host: $count jobs\n";
}
echo "lost: $lost\n";
