--TEST--
When the trace's file is renamed, as log rotation does, lines go to a new file of the name within a second
--FILE--
<?php

require __DIR__ . '/../support/peers.php';

$file = __DIR__ . '/rotated.trace';
$code = <<<'PHP'
    [$here] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $peer = new NativeIpcPeer();
    $transport = new StreamIpc\Transport\NativeMessageTransport(fopen('php://memory', 'w'), [$here], new StreamIpc\Serialization\NativeMessageSerializer());
    $session = $peer->createSessionFromTransport($transport);
    while (!file_exists(getenv('STREAM_IPC_TRACE') . '.stop')) {
        $session->notify(new LogMessage('traced'));
        $peer->tick(0.01);
    }
    PHP;
$process = proc_open('exec ' . worker_command($code), [], $pipes, null, ['STREAM_IPC_TRACE' => $file] + getenv());
$has_lines = fn () => is_file($file) && count(file($file)) > 3;
$wait = function (callable $done) {
    for ($limit = hrtime(true) + 10e9; !$done() && hrtime(true) < $limit;) {
        clearstatcache();
        usleep(10_000);
    }
    var_dump($done());
};
$wait($has_lines);
rename($file, "$file.1");
$wait($has_lines);
touch("$file.stop");
proc_close($process);
echo fgets(fopen("$file.1", 'r')), fgets(fopen($file, 'r'));
--CLEAN--
<?php
array_map(unlink(...), glob(__DIR__ . '/rotated.trace*'));
--EXPECT--
bool(true)
bool(true)
# stream_ipc trace 2
# stream_ipc trace 2
