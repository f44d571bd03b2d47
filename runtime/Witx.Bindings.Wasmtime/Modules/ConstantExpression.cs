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
            byte opcode = reader.ReadByte();
            switch (opcode)
            {
                case 0x0B: // end
                    return;
                case 0x41 or 0x42 or 0x23 or 0xD2: // i32.const, i64.const, global.get, ref.func
                case 0xD0: // ref.null
                    reader.SkipSigned();
                    break;
                case 0x43: // f32.const
                    _ = reader.ReadBytes(sizeof(float));
                    break;
                case 0x44: // f64.const
                    _ = reader.ReadBytes(sizeof(double));
                    break;
                case 0x6A or 0x6B or 0x6C or 0x7C or 0x7D or 0x7E: // add, sub and mul of i32 and i64
                    break;
                case 0xFB:
                    SkipGcOperands(ref reader);
                    break;
                case 0xFD when reader.ReadUInt32() == 12: // v128.const
                    _ = reader.ReadBytes(16);
                    break;
                default:
                    reader.Fail($"instruction 0x{opcode:x2} is not a known constant instruction");
                    break;
            }
        }
    }

    private static void SkipGcOperands(ref SectionReader reader)
    {
        uint opcode = reader.ReadUInt32();
        switch (opcode)
        {
            case 0 or 1 or 6 or 7: // struct.new, struct.new_default, array.new, array.new_default
                _ = reader.ReadUInt32();
                break;
            case 8: // array.new_fixed
                _ = reader.ReadUInt32();
                _ = reader.ReadUInt32();
                break;
            case 26 or 27 or 28: // any.convert_extern, extern.convert_any, ref.i31
                break;
            default:
                reader.Fail($"instruction 0xfb {opcode} is not a known constant instruction");
                break;
        }
    }
}
