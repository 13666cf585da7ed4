<?php

// Sends messages that take so many milliseconds each: send.php [COUNT] [MILLISECONDS]

declare(strict_types=1);

namespace Examples\Messenger;

use Symfony\Component\Messenger\Envelope;

require __DIR__ . '/autoload.php';

$transport = transport('async', 'sender');
for ($number = 1; $number <= (int) ($argv[1] ?? 100); $number++) {
    $transport->send(new Envelope(new MakeThumbnail($number, (int) ($argv[2] ?? 50))));
}
