"""Writes a tiny model with random weights as GGUF: enough for a server to load, tokenize, stream and cancel; it knows nothing."""

import sys

import gguf
import numpy

EMBEDDING, HEADS, LAYERS, FEED_FORWARD, CONTEXT = 64, 4, 2, 128, 2048
FIM = ["<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>", "<|fim_pad|>", "<|repo_name|>", "<|file_sep|>"]
CHAT = ["<|im_start|>", "<|im_end|>", "<|endoftext|>"]


def main(path: str) -> None:
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("qwen2.5-coder-tiny-random")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(EMBEDDING)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FEED_FORWARD)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(EMBEDDING // HEADS)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)

    normal, unknown, controls, byte = (
        gguf.TokenType.NORMAL,
        gguf.TokenType.UNKNOWN,
        gguf.TokenType.CONTROL,
        gguf.TokenType.BYTE,
    )
    tokens = [("<unk>", unknown), ("<s>", controls), ("</s>", controls)]
    tokens += [(f"<0x{value:02X}>", byte) for value in range(256)]
    tokens += [(name, controls) for name in FIM + CHAT]
    tokens += [("\u2581", normal)] + [(chr(code), normal) for code in range(33, 127)]
    writer.add_tokenizer_model("llama")
    writer.add_token_list([name.encode() for name, _ in tokens])
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types([kind for _, kind in tokens])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_chat_template(
        "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}<|im_start|>assistant\n"
    )

    random = numpy.random.default_rng(7)

    def weights(*shape: int) -> numpy.ndarray:
        return (random.standard_normal(shape) * 0.05).astype(numpy.float32)

    ones = numpy.ones(EMBEDDING, dtype=numpy.float32)
    writer.add_tensor("token_embd.weight", weights(len(tokens), EMBEDDING))
    output = weights(len(tokens), EMBEDDING)
    # It may write letters only: an answer that ends at once would prove nothing.
    output[:3] = 0
    writer.add_tensor("output.weight", output)
    writer.add_tensor("output_norm.weight", ones)
    for layer in range(LAYERS):
        prefix = f"blk.{layer}."
        writer.add_tensor(prefix + "attn_norm.weight", ones)
        writer.add_tensor(prefix + "ffn_norm.weight", ones)
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            writer.add_tensor(f"{prefix}{name}.weight", weights(EMBEDDING, EMBEDDING))
        writer.add_tensor(prefix + "ffn_gate.weight", weights(FEED_FORWARD, EMBEDDING))
        writer.add_tensor(prefix + "ffn_up.weight", weights(FEED_FORWARD, EMBEDDING))
        writer.add_tensor(prefix + "ffn_down.weight", weights(EMBEDDING, FEED_FORWARD))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


main(sys.argv[1])
