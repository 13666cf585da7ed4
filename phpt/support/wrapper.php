<?php

/** A stream of user code that passes everything through to a socket, given in the context's option "pass"."socket". */
final class PassThrough
{
    /** @var resource */
    public $context;

    /** @var resource */
    private $socket;

    /** Called before each read. */
    public static ?Closure $beforeReading = null;

    /** @param resource $socket */
    public static function open($socket)
    {
        in_array('pass', stream_get_wrappers(), true) || stream_wrapper_register('pass', self::class);
        stream_set_blocking($socket, false);

        return fopen('pass://', 'r+', context: stream_context_create(['pass' => ['socket' => $socket]]));
    }

    public function stream_open(): bool
    {
        $this->socket = stream_context_get_options($this->context)['pass']['socket'];

        return true;
    }

    public function stream_read(int $count): string
    {
        (self::$beforeReading ?? fn () => null)();

        return (string) fread($this->socket, $count);
    }

    public function stream_write(string $bytes): int
    {
        return (int) fwrite($this->socket, $bytes);
    }

    public function stream_eof(): bool
    {
        return feof($this->socket);
    }
}
