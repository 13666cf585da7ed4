--TEST--
Workers that are not native, run handlers concurrently, await or tick in them get each job once, and native ones that others were handed ahead to start none beside another
--FILE--
<?php

use StreamIpc\WorkerPool;

require __DIR__ . '/../support/pool.php';

const COUNT = 3000;

/** Each job notes when it starts and ends, and how many run in its process meanwhile. */
$worker = fn (string $before, string $middle, string $concurrent) => pool_worker(<<<PHP
    $before
    \$peer = new NativeIpcPeer();
    \$session = \$peer->createStdioSession();
    \$running = 0;
    \$file = fopen(getenv('NOTES'), 'a');
    \$session->onRequest(function (LogMessage \$job) use (&\$running, \$peer, \$session, \$file) {
        \$beside = \$running++;
        fwrite(\$file, "\$job->message \$beside\n");
        $middle
        \$running--;
        return \$job;
    }, concurrent: $concurrent);
    \$peer->run();
    PHP);
$ask_back = '$session->request(new LogMessage("back"), 10.0)->await();';
$kinds = [
    'native' => ['', '', 'false'],
    'not native' => ['putenv("STREAM_IPC_PARENT");', '', 'false'],
    'concurrent' => ['', '', 'true'],
    'awaits' => ['', $ask_back, 'false'],
    'awaits concurrently' => ['', $ask_back, 'true'],
    'awaits now and then' => ['', 'if (random_int(0, 20) === 0) ' . $ask_back, 'true'],
    'ticks' => ['', '$peer->tick(0.0);', 'false'],
    'is slow now and then' => ['', 'if (random_int(0, 200) === 0) usleep(12000);', 'false'],
];
foreach ($kinds as $name => $kind) {
    putenv('NOTES=' . $file = notes());
    $answering = function ($peer) use ($worker, $kind) {
        $session = $peer->spawn($worker(...$kind));
        $session->onRequest(fn ($question) => $question);

        return $session;
    };
    $pool = new WorkerPool($answering, 2);
    $right = 0;
    $messages = (function () { for ($i = 0; $i < COUNT; $i++) yield job((string) $i); })();
    foreach ($pool->map($messages) as $key => $job) {
        $right += (int) ($job->await()->message === (string) $key);
    }
    $starts = $beside = [];
    foreach (file($file, FILE_IGNORE_NEW_LINES) as $line) {
        [$number, $others] = explode(' ', $line);
        $starts[$number] = ($starts[$number] ?? 0) + 1;
        $beside[$others] = true;
    }
    ['retried' => $retried, 'workers_lost' => $lost] = $pool->getStats();
    echo "$name: ", $right === COUNT && count($starts) === COUNT ? 'all' : "$right of " . count($starts), ', ',
        max($starts), ' start each, ', max(array_keys($beside)), " beside another, $retried retried, $lost lost\n";
}
--EXPECT--
native: all, 1 start each, 0 beside another, 0 retried, 0 lost
not native: all, 1 start each, 0 beside another, 0 retried, 0 lost
concurrent: all, 1 start each, 0 beside another, 0 retried, 0 lost
awaits: all, 1 start each, 0 beside another, 0 retried, 0 lost
awaits concurrently: all, 1 start each, 0 beside another, 0 retried, 0 lost
awaits now and then: all, 1 start each, 0 beside another, 0 retried, 0 lost
ticks: all, 1 start each, 0 beside another, 0 retried, 0 lost
is slow now and then: all, 1 start each, 0 beside another, 0 retried, 0 lost
