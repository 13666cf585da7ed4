--TEST--
The trace tells which request was cancelled or timed out, and how a process and its session ended
--FILE--
<?php

require __DIR__ . '/../support/native.php';

$file = __DIR__ . '/events.trace';
$code = 'require ' . var_export(realpath(__DIR__ . '/../support/native.php'), true) . ';' . <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = spawn_worker($peer, LOOKING_WORKER);
    get_acquainted($session);
    $session->request(new LogMessage('5000'), 20.0)->cancel();
    try {
        $session->request(new LogMessage('5000'), 0.05)->await();
    } catch (StreamIpc\Transport\TimeoutException) {
    }
    $session->signal(SIGKILL);
    $peer->run();
    PHP;
proc_close(proc_open('exec ' . worker_command($code), [], $pipes, null, ['STREAM_IPC_TRACE' => $file] + getenv()));
foreach (file($file, FILE_IGNORE_NEW_LINES) as $line) {
    $columns = explode("\t", $line);
    if (!in_array($columns[3] ?? 'sent', ['sent', 'received'])) {
        unset($columns[0], $columns[1], $columns[2]);
        echo preg_replace('/\d+\.\d+|process \d+/', 'N', implode(' ', $columns)), "\n";
    }
}
--CLEAN--
<?php
@unlink(__DIR__ . '/events.trace');
--EXPECT--
started - - - - N
cancelled - N - - -
timed-out - N - - -
ended - - - - the other side closed its streams or ended; N was killed by signal 9
