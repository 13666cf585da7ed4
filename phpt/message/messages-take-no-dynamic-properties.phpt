--TEST--
Messages take no dynamic properties
--FILE--
<?php
use StreamIpc\Envelope\{RequestEnvelope, ResponseEnvelope};
use StreamIpc\Message\{ErrorMessage, LogMessage};

require __DIR__ . '/../support/thrown.php';

$log = new LogMessage('a');
foreach ([$log, new ErrorMessage('b'), new RequestEnvelope('1', $log), new ResponseEnvelope('1', $log)] as $message) {
    thrown(fn() => $message->extra = 1);
}
--EXPECT--
Error: Cannot create dynamic property StreamIpc\Message\LogMessage::$extra
Error: Cannot create dynamic property StreamIpc\Message\ErrorMessage::$extra
Error: Cannot create dynamic property StreamIpc\Envelope\RequestEnvelope::$extra
Error: Cannot create dynamic property StreamIpc\Envelope\ResponseEnvelope::$extra
