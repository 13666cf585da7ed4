--TEST--
A constructor without its arguments throws ArgumentCountError
--FILE--
<?php
use StreamIpc\Envelope\{RequestEnvelope, ResponseEnvelope};
use StreamIpc\Message\{ErrorMessage, ErrorMessageException, LogMessage};

foreach ([
    fn() => new LogMessage(),
    fn() => new LogMessage(level: 'x'),
    fn() => new ErrorMessage(),
    fn() => new ErrorMessageException(),
    fn() => new RequestEnvelope('1'),
    fn() => new ResponseEnvelope(response: new LogMessage('a')),
] as $call) {
    try {
        $call();
    } catch (ArgumentCountError $e) {
        echo strstr($e->getMessage(), '::__construct()') === false ? $e->getMessage() : 'refused', "\n";
    }
}
--EXPECT--
refused
refused
refused
refused
refused
refused
