--TEST--
Two processes with two peers each may write at once: during a send of one peer, the other peer's sessions are read
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/flood.php';

pcntl_alarm(10);
// Each process sends with the peer of one socket, and reads with the peer of the other.
$node = 'require ' . var_export(__DIR__ . '/../support/flood.php', true) . ';' . <<<'PHP'
    pcntl_alarm(8);
    [$writing, $reading] = [new NativeIpcPeer(), new NativeIpcPeer()];
    [$out, $in] = [fopen("php://fd/$argv[1]", 'r+'), fopen("php://fd/$argv[2]", 'r+')];
    $in = $reading->createStreamSession($in, $in);
    $in->onMessage(function (LogMessage $message) use (&$came) { $came = strlen($message->message); });
    $writing->createStreamSession($out, $out)->notify(new LogMessage(str_repeat('x', 4 << 20)));
    tick_until($reading, function () use (&$came) { return $came; });
    echo "$came\n";
    PHP;
[$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
[$c, $d] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$one = proc_open(worker_command($node) . ' 3 4', [1 => ['pipe', 'w'], 3 => $a, 4 => $c], $ofOne);
$two = proc_open(worker_command($node) . ' 4 3', [1 => ['pipe', 'w'], 3 => $b, 4 => $d], $ofTwo);
echo fgets($ofOne[1]), fgets($ofTwo[1]);
--EXPECT--
4194304
4194304
