--TEST--
The text of an ErrorMessage with an exception contains its previous exceptions in the same form, in order
--FILE--
<?php

use StreamIpc\Message\ErrorMessage;
use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

function fail(): never
{
    try {
        intdiv(1, 0);
    } catch (DivisionByZeroError $error) {
        throw new DomainException('the reason', 7, new LogicException('in between', 0, $error));
    }
}

try {
    fail();
} catch (DomainException $e) {
    $expected = ['What failed'];
    for ($next = $e; $next !== null; $next = $next->getPrevious()) {
        $expected[] = ($next === $e ? '' : 'Previous: ') . $next::class . ': ' . $next->getMessage();
        $expected[] = $next->getTraceAsString();
    }
    var_dump((new ErrorMessage('What failed', $e))->toString() === implode(PHP_EOL, $expected));
}

// The asker learns them.
[$here, $there] = session_pair(new NativeIpcPeer());
$there->onRequest(fail(...));
try {
    $here->request(new LogMessage('?'))->await();
} catch (ErrorMessageException $e) {
    echo preg_replace('/^#.*\n/m', '', $e->getMessage() . "\n");
}

// Exceptions in a ring, as Reflection can tie them, end somewhere.
$previous = new ReflectionProperty(Exception::class, 'previous');
$one = new Exception('one', 0, $two = new Exception('two'));
$previous->setValue($two, $one);
var_dump(substr_count((new ErrorMessage('', $one))->toString(), 'Exception: one') < 20);
$previous->setValue($two, null);
--EXPECT--
bool(true)
Error in dispatch
DomainException: the reason
Previous: LogicException: in between
Previous: DivisionByZeroError: Division by zero
bool(true)
