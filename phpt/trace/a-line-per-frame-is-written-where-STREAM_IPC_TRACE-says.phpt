--TEST--
Parent and worker write a line per frame to the file that STREAM_IPC_TRACE names
--FILE--
<?php

require __DIR__ . '/../support/peers.php';

$file = __DIR__ . '/a-line-per-frame.trace';
$command = worker_command(sprintf(<<<'PHP'
    require '%s';
    $peer = new NativeIpcPeer();
    $session = start_worker($peer, <<<'WORKER'
        $peer = new NativeIpcPeer();
        $parent = $peer->createStdioSession();
        $parent->onRequest(fn (LogMessage $question) => new ErrorMessage("no answer to $question->message"));
        echo 'junk';
        $parent->notify(new LogMessage('note'));
        $peer->run();
        WORKER);
    try {
        $session->request(new LogMessage("question"), 20)->await();
    } catch (StreamIpc\Message\ErrorMessageException) {
    }
    PHP, __DIR__ . '/../support/peers.php'));
proc_close(proc_open($command, [], $pipes, null, ['STREAM_IPC_TRACE' => $file] + getenv()));

// The worker writes its last lines when it ends, soon after its parent.
for ($tries = 0; $tries < 1000 && count(file($file)) < 10; $tries++) {
    usleep(10_000);
}
$pids = [];
$all = file($file, FILE_IGNORE_NEW_LINES);
echo array_shift($all), "\n";
foreach ($all as $line) {
    [$time, $pid, $session, $direction, $kind, $id, $class, $bytes, $detail] = explode("\t", $line);
    if (abs($time - microtime(true)) > 60 || (int) $session <= 0) {
        echo "wrong: $line\n";
    }
    $pids += [$pid => $direction === 'started' ? 'parent' : 'worker'];
    // The length of an id depends on the process.
    $size = $id === '-' ? $bytes : ((int) $bytes > 150 ? 'some' : $bytes);
    $detail = preg_replace('/\d+/', 'N', $detail);
    $lines[$pids[$pid]][] = "$direction $kind " . ($id === '-' ? '-' : 'id') . " $class $size $detail";
}
ksort($lines);
foreach ($lines as $who => $own) {
    // What a worker says unasked may come before or after what it is asked.
    sort($own);
    echo "$who:\n    ", implode("\n    ", $own), "\n";
}
--CLEAN--
<?php
@unlink(__DIR__ . '/a-line-per-frame.trace');
--EXPECT--
# stream_ipc trace 2
parent:
    received junk - - 4 -
    received message - StreamIpc\Message\LogMessage 96 -
    received response id StreamIpc\Message\ErrorMessage some -
    sent request id StreamIpc\Message\LogMessage some -
    started - - - - process N
worker:
    ended - - - - the other side closed its streams or ended
    received request id StreamIpc\Message\LogMessage some -
    sent message - StreamIpc\Message\LogMessage 96 -
    sent response id StreamIpc\Message\ErrorMessage some -
