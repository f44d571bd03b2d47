namespace Witx.Bindings.Wasmtime.Modules;

/// <summary>Skips the initializers of globals and tables.</summary>
/// <remarks>See https://webassembly.github.io/spec/core/valid/instructions.html#constant-expressions.</remarks>
internal static class ConstantExpression
{
    /// <summary>Skips a constant expression, including its <c>end</c> instruction.</summary>
    internal static void Skip(ref SectionReader reader)
    {
        while (true)
        {
            byte opcode = reader.Byte();
            switch (opcode)
            {
                case 0x0B:
                    return;
                case 0x41 or 0x42 or 0x23 or 0xD2:
                case 0xD0:
                    reader.SkipSigned();
                    break;
                case 0x43:
                    _ = reader.Bytes(sizeof(float));
                    break;
                case 0x44:
                    _ = reader.Bytes(sizeof(double));
                    break;
                case 0x6A or 0x6B or 0x6C or 0x7C or 0x7D or 0x7E:
                    break;
                case 0xFB:
                    SkipGcOperands(ref reader);
                    break;
                case 0xFD when reader.UInt32() == 12:
                    _ = reader.Bytes(16);
                    break;
                default:
                    reader.Fail($"instruction 0x{opcode:x2} is not a known constant instruction");
                    break;
            }
        }
    }

    private static void SkipGcOperands(ref SectionReader reader)
    {
        uint opcode = reader.UInt32();
        switch (opcode)
        {
            case 0 or 1 or 6 or 7:
                _ = reader.UInt32();
                break;
            case 8:
                _ = reader.UInt32();
                _ = reader.UInt32();
                break;
            case 26 or 27 or 28:
                break;
            default:
                reader.Fail($"instruction 0xfb {opcode} is not a known constant instruction");
                break;
        }
    }
}
