--TEST--
Constructors take their arguments by name, in any order, and refuse unknown names
--FILE--
<?php
use StreamIpc\Envelope\{RequestEnvelope, ResponseEnvelope};
use StreamIpc\Message\{ErrorMessage, LogMessage};

require __DIR__ . '/../support/thrown.php';

$log = new LogMessage(level: 'error', message: 'full');
var_dump($log->message, $log->level);
var_dump((new LogMessage(message: 'only'))->level);
var_dump((new LogMessage(...['message' => 'spread', 'level' => 'x']))->level);
var_dump((new ErrorMessage(exception: null, errorMessage: 'text'))->toString());
var_dump((new RequestEnvelope(request: $log, id: '7'))->id, (new ResponseEnvelope(response: $log, id: '8'))->id);
thrown(fn() => new LogMessage('a', severity: 'x'));
thrown(fn() => new LogMessage('a', message: 'b'));
--EXPECT--
string(4) "full"
string(5) "error"
string(4) "info"
string(1) "x"
string(4) "text"
string(1) "7"
string(1) "8"
Error: Unknown named parameter $severity
Error: Named parameter $message overwrites previous argument
