--TEST--
A transport without a session returns messages by type of output, and whether the process runs
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\Serialization\NativeMessageSerializer;
use StreamIpc\SymfonyIpcPeer;
use StreamIpc\Transport\SymfonyProcessMessageTransport;

require __DIR__ . '/../support/symfony.php';

pcntl_alarm(30);
$process = symfony_process('fwrite(STDERR, "an error"); fgets(STDIN); echo "the end";');
$transport = new SymfonyProcessMessageTransport($process, new NativeMessageSerializer());
$pending = ['err' => []];
while ($pending['err'] === []) {
    $pending = $transport->takePending();
    usleep(1000);
}
var_dump(array_keys($pending), $pending['err'][0]->message, $transport->isRunning());
$transport->send(new LogMessage("a line\n"));
while ($transport->isRunning()) {
    usleep(1000);
}
var_dump($transport->takePending()['out'][0]->message, $transport->takePending());

// It may become a session's later, but of one only.
$peer = new SymfonyIpcPeer();
$peer->createSessionFromTransport($transport)->onClose(function () { echo "closed\n"; });
$peer->run();
try {
    $peer->createSessionFromTransport($transport);
} catch (LogicException $e) {
    echo $e->getMessage(), "\n";
}
--EXPECT--
array(2) {
  [0]=>
  string(3) "out"
  [1]=>
  string(3) "err"
}
string(8) "an error"
bool(true)
string(7) "the end"
array(2) {
  ["out"]=>
  array(0) {
  }
  ["err"]=>
  array(0) {
  }
}
closed
The transport already belongs to a session; start another process
