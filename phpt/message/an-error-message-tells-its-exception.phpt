--TEST--
The text of an ErrorMessage with an exception has its class, its message and its trace
--FILE--
<?php
use StreamIpc\Message\ErrorMessage;

function fail(): never
{
    throw new DomainException('the reason', 7);
}

foreach (['fail', fn() => intdiv(1, 0)] as $failing) {
    try {
        $failing();
    } catch (Throwable $e) {
        $told = (new ErrorMessage('What failed', $e))->toString();
        var_dump($told === 'What failed' . PHP_EOL . $e::class . ': ' . $e->getMessage() . PHP_EOL . $e->getTraceAsString());
        echo explode("\n#0", $told)[0], "\n";
    }
}
--EXPECT--
bool(true)
What failed
DomainException: the reason
bool(true)
What failed
DivisionByZeroError: Division by zero
