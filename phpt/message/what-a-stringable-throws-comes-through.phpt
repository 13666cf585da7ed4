--TEST--
An exception in the __toString() of an argument reaches the caller
--FILE--
<?php
use StreamIpc\Message\{ErrorMessage, LogMessage};

require __DIR__ . '/../support/thrown.php';

$bad = new class { public function __toString() { throw new DomainException('no text'); } };
thrown(fn() => new LogMessage($bad));
thrown(fn() => new ErrorMessage($bad));
thrown(fn() => new LogMessage('a', $bad));
--EXPECT--
DomainException: no text
DomainException: no text
DomainException: no text
