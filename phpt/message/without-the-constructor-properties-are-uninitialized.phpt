--TEST--
A message made without its constructor has uninitialized properties, and reading one throws
--FILE--
<?php
use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Message\{ErrorMessage, ErrorMessageException, LogMessage};

require __DIR__ . '/../support/thrown.php';

function bare(string $class): object
{
    return (new ReflectionClass($class))->newInstanceWithoutConstructor();
}

var_dump($log = bare(LogMessage::class), isset($log->message), serialize($log));
thrown(fn() => $log->message);
thrown(fn() => bare(RequestEnvelope::class)->request);
thrown(fn() => bare(ErrorMessage::class)->toString());
thrown(fn() => new ErrorMessageException(bare(ErrorMessage::class)));
--EXPECTF--
object(StreamIpc\Message\LogMessage)#%d (0) {
  ["message"]=>
  uninitialized(string)
  ["level"]=>
  uninitialized(string)
}
bool(false)
string(40) "O:28:"StreamIpc\Message\LogMessage":0:{}"
Error: Typed property StreamIpc\Message\LogMessage::$message must not be accessed before initialization
Error: Typed property StreamIpc\Envelope\RequestEnvelope::$request must not be accessed before initialization
Error: Typed property StreamIpc\Message\ErrorMessage::$errorMessage must not be accessed before initialization
Error: Typed property StreamIpc\Message\ErrorMessage::$errorMessage must not be accessed before initialization
