--TEST--
Closing a session stops its reading; the streams are their owner's again
--SKIPIF--
<?php require __DIR__ . '/../support/amp.php'; skip_without_amp(); ?>
--FILE--
<?php

use StreamIpc\AmphpIpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/amp.php';

pcntl_alarm(30);
$peer = new AmphpIpcPeer();
$session = start_amp_worker($peer, 'fgets(STDIN); echo "a line";', $process, $streams);
$peer->tick(0);
$session->close();
// Amp calls off reads when the loop runs.
Amp\delay(0);
[$write, $read] = $streams;
$write->write("go\n");
var_dump($read->read());
--EXPECT--
string(6) "a line"
