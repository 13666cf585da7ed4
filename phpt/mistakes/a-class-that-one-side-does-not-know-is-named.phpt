--TEST--
If a worker does not know the class of a request, or the parent that of a reply, the asker is told which class, and which process
--FILE--
<?php

use StreamIpc\Message\Message;

require __DIR__ . '/../support/mistakes.php';

final class Job implements Message {}
ask(worker_command(answering('$request')), null, new Job());
ask(worker_command('final class Result implements Message {}' . answering('new Result()')));
--EXPECTF--
StreamIpc\Message\ErrorMessageException: Failed to deserialize message payload
TypeError: Process %d does not know the class Job: is it loaded there, or does an autoloader find it?
#0 Command line code(%d): StreamIpc\IpcPeer->run()
#1 {main}
StreamIpc\Message\ErrorMessageException: Failed to deserialize message payload
TypeError: Process %d does not know the class Result: is it loaded there, or does an autoloader find it?
#0 %s(%d): StreamIpc\Envelope\ResponsePromise->await()
#1 %s(%d): ask(%S)
#2 {main}
